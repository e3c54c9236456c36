/* On every page: what the page says is saved is no longer kept here, nor is what is too old. */

import { forgetSaved, prune } from "./draft-store.js";

forgetSaved();
prune();

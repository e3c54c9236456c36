import { RichTextEditor } from "./rich-text-editor.js";

customElements.define("rich-text-editor", RichTextEditor);

/* Which addresses a body may hold. The server's sanitiser has the last word; this says no earlier, and kindly. */

import { BLOCK_ID } from "./block-id.js";

const MAIL = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/;
const HOST = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#]|$)/u;
const CONTROL = /[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]/g;

function isPath(address) {
  return /^\/(?![/\\])/.test(address) && !address.includes("\\");
}

/** A link that may stay, as it is stored, or null. An address of this very site becomes a path. */
export function cleanHref(raw) {
  const address = (raw ?? "").replace(CONTROL, "");
  if (isPath(address)) return address;
  if (address.startsWith("#")) return BLOCK_ID.test(address.slice(1)) ? address : null;
  if (/^mailto:[^?]+@/i.test(address)) return address;
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.origin === location.origin ? url.pathname + url.search + url.hash : address;
}

/** What a person typed into the address field, completed: `example.org` and `ana@example.org` work too. */
export function typedHref(text) {
  const typed = text.trim();
  if (MAIL.test(typed)) return `mailto:${typed}`;
  return cleanHref(typed) ?? (HOST.test(typed) ? cleanHref(`https://${typed}`) : null);
}

/** A picture of our own, as a path, or null: pictures from elsewhere are never shown. */
export function cleanSrc(raw) {
  const path = cleanHref(raw);
  return path?.startsWith("/files/") ? path : null;
}

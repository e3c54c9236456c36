/* The textarea's name, hints and errors, told of the surface that stands in for it. */

import { freshId } from "./elements.js";

export function surfaceAttributes(textarea, { id, short, hint }) {
  const label = textarea.labels[0];
  if (label) label.id ||= freshId("label");
  const described = [textarea.getAttribute("aria-describedby"), hint.id].filter(Boolean).join(" ");
  return {
    id,
    class: `editor__surface prose${short ? " editor__surface--short" : ""}`,
    role: "textbox",
    "aria-multiline": "true",
    "aria-describedby": described,
    ...(label ? { "aria-labelledby": label.id } : { "aria-label": textarea.getAttribute("aria-label") ?? "Text" }),
    ...(textarea.required ? { "aria-required": "true" } : {}),
    ...(textarea.getAttribute("aria-invalid") === "true" ? { "aria-invalid": "true" } : {}),
  };
}

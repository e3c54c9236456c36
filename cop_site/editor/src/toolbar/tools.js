/* What stands in the toolbar, in order. `full` is for wiki pages, `short` for replies.
   A tool has a name, an icon, what it does, and when it is on; a menu has entries instead. */

const mac = /Mac|iPhone|iPad/.test(navigator.platform);

/** `Ctrl+B`, or `⌘B` on a Mac. */
export function keys(combination) {
  if (!mac) return combination.replace("Mod", "Ctrl");
  return combination.replaceAll("+", "").replace("Mod", "⌘").replace("Shift", "⇧").replace("Alt", "⌥");
}

const toggle = (label, icon, command, on, shortcut) => ({
  label,
  icon,
  shortcut,
  run: (editor) => editor.chain().focus()[command]().run(),
  active: (editor) => editor.isActive(...[on].flat()),
});

const mark = (label, command, name) => ({ label, command, name });

const KINDS = [
  { label: "Paragraph", is: ["paragraph"], set: (chain) => chain.setParagraph() },
  { label: "Heading", is: ["heading", { level: 2 }], set: (chain) => chain.setHeading({ level: 2 }) },
  { label: "Subheading", is: ["heading", { level: 3 }], set: (chain) => chain.setHeading({ level: 3 }) },
  { label: "Small heading", is: ["heading", { level: 4 }], set: (chain) => chain.setHeading({ level: 4 }) },
  { label: "Code block", is: ["codeBlock"], set: (chain) => chain.setCodeBlock() },
];

const kindOf = (editor) => KINDS.findLast(({ is }) => editor.isActive(...is)) ?? KINDS[0];

const kind = {
  label: "Kind of paragraph",
  wide: true,
  text: (editor) => kindOf(editor).label,
  entries: (editor) =>
    KINDS.map((one) => ({
      label: one.label,
      checked: one === kindOf(editor),
      run: () => one.set(editor.chain().focus()).run(),
    })),
};

const MARKS = [
  mark("Struck through", "toggleStrike", "strike"),
  mark("Highlight", "toggleHighlight", "highlight"),
  mark("Code", "toggleCode", "code"),
  mark("Key to press", "toggleKbd", "kbd"),
  mark("Raised", "toggleSuperscript", "superscript"),
  mark("Lowered", "toggleSubscript", "subscript"),
];

const moreMarks = {
  label: "More for these words",
  icon: "ellipsis",
  active: (editor) => MARKS.some(({ name }) => editor.isActive(name)),
  entries: (editor) => [
    ...MARKS.map(({ label, command, name }) => ({
      label,
      checked: editor.isActive(name),
      run: () => {
        const chain = editor.chain().focus();
        (command === "toggleKbd" ? chain.toggleMark("kbd") : chain[command]()).run();
      },
    })),
    { label: "Plain words", run: () => editor.chain().focus().unsetAllMarks().run() },
  ],
};

const bold = toggle("Bold", "bold", "toggleBold", "bold", "Mod+B");
const italic = toggle("Italic", "italic", "toggleItalic", "italic", "Mod+I");
const code = toggle("Code", "code", "toggleCode", "code", "Mod+E");
const codeBlock = toggle("Code block", "square-code", "toggleCodeBlock", "codeBlock", "Mod+Alt+C");
const numbered = toggle("Numbered list", "list-ordered", "toggleOrderedList", "orderedList", "Mod+Shift+7");
const bullets = toggle("List", "list", "toggleBulletList", "bulletList", "Mod+Shift+8");
const tasks = toggle("Task list", "list-todo", "toggleTaskList", "taskList", "Mod+Shift+9");
const quote = toggle("Quote", "text-quote", "toggleBlockquote", "blockquote", "Mod+Shift+B");

const link = {
  label: "Link",
  icon: "link",
  shortcut: "Mod+K",
  run: (editor, acts) => acts.link(),
  active: (editor) => editor.isActive("link"),
};

const callout = {
  label: "Callout",
  icon: "triangle-alert",
  active: (editor) => editor.isActive("callout"),
  entries: (editor) =>
    [["Pitfall", "pitfall"], ["Note", "note"]].map(([label, name]) => ({
      label,
      checked: editor.isActive("callout", { kind: name }),
      run: () => editor.chain().focus().toggleCallout(name).run(),
    })),
};

const rule = {
  label: "Dividing line",
  icon: "minus",
  run: (editor) => editor.chain().focus().setHorizontalRule().run(),
};

const picture = {
  label: "Picture",
  icon: "image",
  when: (acts) => acts.canUpload,
  active: (editor) => editor.isActive("figure") || editor.isActive("image"),
  entries: (editor, acts) =>
    editor.isActive("figure") || editor.isActive("image")
      ? [
          { label: "Describe the picture", run: () => acts.describeSelected() },
          { label: "Add another picture", run: () => acts.choosePicture() },
          { label: "Take the picture out", run: () => acts.removePicture() },
        ]
      : null,
  run: (editor, acts) => acts.choosePicture(),
};

const step = (editor, label, command) => ({ label, run: () => editor.chain().focus()[command]().run() });

const table = {
  label: "Table",
  icon: "table",
  active: (editor) => editor.isActive("table"),
  entries: (editor, acts) =>
    editor.isActive("table")
      ? [
          step(editor, "Row above", "addRowBefore"),
          step(editor, "Row below", "addRowAfter"),
          step(editor, "Column before", "addColumnBefore"),
          step(editor, "Column after", "addColumnAfter"),
          step(editor, "Head row on or off", "toggleHeaderRow"),
          step(editor, "Head column on or off", "toggleHeaderColumn"),
          step(editor, "Join or split cells", "mergeOrSplit"),
          { label: "Caption", run: () => acts.captionTable() },
          step(editor, "Delete the row", "deleteRow"),
          step(editor, "Delete the column", "deleteColumn"),
          step(editor, "Delete the table", "deleteTable"),
        ]
      : null,
  run: (editor) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
};

const history = [
  { ...toggle("Undo", "undo-2", "undo", "", "Mod+Z"), active: null, disabled: (editor) => !editor.can().undo() },
  { ...toggle("Redo", "redo-2", "redo", "", "Mod+Shift+Z"), active: null, disabled: (editor) => !editor.can().redo() },
];

export const TOOLBARS = {
  full: [[kind], [bold, italic, link, moreMarks], [numbered, bullets, tasks, quote, callout], [picture, table, rule], history],
  short: [[bold, italic, link], [bullets, numbered, quote], [code, codeBlock], [picture]],
};

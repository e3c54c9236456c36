/* Tables: spans and scope are kept, widths and alignment are not; the caption is an attribute, because the
   table commands expect a table to hold rows and nothing else. */

import { TableCell as CellBase, TableHeader as HeaderBase, Table as TableBase, TableRow } from "@tiptap/extension-table";
import { element } from "../elements.js";

const span = (name, most) => ({
  default: 1,
  parseHTML: (cell) => Math.min(Math.max(Number.parseInt(cell.getAttribute(name) ?? "1", 10) || 1, 1), most),
  renderHTML: (attributes) => (attributes[name] > 1 ? { [name]: attributes[name] } : {}),
});

const cellAttributes = {
  colspan: span("colspan", 50),
  rowspan: span("rowspan", 200),
  colwidth: { default: null, rendered: false, parseHTML: () => null },
};

const SCOPES = ["row", "col", "rowgroup", "colgroup"];

const TableCell = CellBase.extend({ addAttributes: () => cellAttributes });

const TableHeader = HeaderBase.extend({
  addAttributes: () => ({
    ...cellAttributes,
    scope: { default: null, parseHTML: (cell) => (SCOPES.includes(cell.scope) ? cell.scope : null) },
  }),
  parseHTML() {
    return [...this.parent(), { tag: "thead td", priority: 60 }];
  },
});

const Table = TableBase.extend({
  addAttributes: () => ({
    caption: {
      default: null,
      parseHTML: (table) => table.caption?.textContent.replace(/\s+/g, " ").trim() || null,
      renderHTML: ({ caption }) => (caption ? { "data-caption": caption } : {}),
    },
  }),
  parseHTML: () => [{ tag: "table" }, { tag: "table > caption", ignore: true }],
  renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]],
  addNodeView() {
    return ({ node }) => new TableView(node);
  },
});

class TableView {
  constructor(node) {
    this.caption = element("caption", { contenteditable: "false" });
    this.contentDOM = element("tbody");
    this.table = element("table", { class: "table" }, this.caption, this.contentDOM);
    this.dom = element("div", { class: "table-wrap" }, this.table);
    this.update(node);
  }

  update(node) {
    if (node.type.name !== "table") return false;
    this.table.id = node.attrs.id ?? "";
    this.caption.textContent = node.attrs.caption ?? "";
    this.caption.hidden = !node.attrs.caption;
    return true;
  }

  ignoreMutation(mutation) {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }
}

export const tableExtensions = [Table.configure({ resizable: false }), TableRow, TableHeader, TableCell];

import { BulletList, ListItem, ListKeymap, OrderedList as OrderedBase, TaskItem as TaskBase, TaskList } from "@tiptap/extension-list";

const OrderedList = OrderedBase.extend({
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (list) => Number.parseInt(list.getAttribute("start") ?? "1", 10) || 1,
      renderHTML: ({ start }) => (start === 1 ? {} : { start }),
    },
  }),
});

/* Stored without the tick box itself: it is drawn from data-checked, here and on the page. */
const TaskItem = TaskBase.extend({
  renderHTML: ({ HTMLAttributes }) => ["li", { "data-type": "taskItem", ...HTMLAttributes }, 0],
}).configure({ nested: true, a11y: { checkboxLabel: (node) => `Done: ${node.firstChild?.textContent || "new task"}` } });

export const listExtensions = [BulletList, OrderedList, ListItem, TaskList, TaskItem, ListKeymap];

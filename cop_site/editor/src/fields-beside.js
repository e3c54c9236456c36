/* What else is written in the same form, such as a title: it is kept and comes back with the text. */

function beside(textarea) {
  const written = (field) => field.matches("textarea, input[type=text], input:not([type])") && field.name && !field.hidden;
  return [...(textarea.form?.elements ?? [])].filter((field) => field !== textarea && written(field));
}

export function valuesBeside(textarea) {
  return Object.fromEntries(beside(textarea).map(({ name, value }) => [name, value]));
}

export function differsBeside(textarea, values = {}) {
  return beside(textarea).some(({ name, value }) => name in values && values[name] !== value);
}

export function fillBeside(textarea, values = {}) {
  for (const field of beside(textarea)) if (field.name in values) field.value = values[field.name];
}

// "Did not" at a step opens the form in place, at that step: the page stays, and so does what was typed.
const form = document.querySelector("#did-not");

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-did-not]");
  if (!link || !form || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  form.open = true;
  form.querySelector("[name=step]").value = link.dataset.didNot;
  form.querySelector("[name=comment]").focus();
});

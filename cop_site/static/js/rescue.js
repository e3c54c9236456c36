// Signing in in another tab changes the token of this form. The new one is in a cookie: take it when sending.
const form = document.querySelector("form[data-csrf-cookie]");

form?.addEventListener("submit", () => {
  const prefix = `${form.dataset.csrfCookie}=`;
  const cookie = document.cookie.split("; ").find((each) => each.startsWith(prefix));
  const field = form.elements.csrfmiddlewaretoken;
  if (cookie && field) field.value = cookie.slice(prefix.length);
});

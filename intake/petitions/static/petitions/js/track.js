// The QR code of a receipt brings the number in the fragment, which stays on the device: put it into its field.

const form = document.querySelector("[data-door]");
const number = window.location.hash.slice(1, 41);
if (form && /^[0-9A-Za-z-]{8,}$/.test(number)) {
  form.elements.number.value = number;
  form.elements.password.focus();
  window.history.replaceState(null, "", window.location.pathname);
}

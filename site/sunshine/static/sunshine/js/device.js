/* What a person chose on this device: dark or light, large type or standard. Runs in <head>, before anything is
   painted, so that no page flashes in another look. Kept in localStorage: the server never learns of it. */
(function () {
  "use strict";
  var root = document.documentElement;
  var ofPage = root.getAttribute("data-mode-of-page");

  function read(key) {
    try { return window.localStorage.getItem("sunshine." + key); } catch (e) { return null; } // storage is barred
  }
  function write(key, value) {
    try {
      if (value === null) window.localStorage.removeItem("sunshine." + key);
      else window.localStorage.setItem("sunshine." + key, value);
    } catch (e) { /* storage is barred: the choice lasts as long as the page */ }
  }
  function set(name, value) {
    if (value) root.setAttribute(name, value); else root.removeAttribute(name);
  }
  function deviceTheme() {
    return window.matchMedia && window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  function shownTheme() { return root.getAttribute("data-theme") || deviceTheme(); }

  root.classList.add("js");
  set("data-theme", read("theme"));
  if (!ofPage) set("data-mode", read("mode"));

  function label() {
    var buttons = document.querySelectorAll("[data-device-theme]");
    for (var i = 0; i < buttons.length; i++) {
      var button = buttons[i];
      button.textContent = button.getAttribute(shownTheme() === "dark" ? "data-light" : "data-dark");
    }
  }
  function switchTheme() {
    var wanted = shownTheme() === "dark" ? "light" : "dark";
    // What the device wants anyway is not a choice: it goes on following the device.
    var kept = wanted === deviceTheme() ? null : wanted;
    write("theme", kept);
    set("data-theme", kept);
    label();
  }
  function switchMode(link, event) {
    var mode = link.getAttribute("data-device-mode") === "elder" ? "elder" : null;
    write("mode", mode);
    if (link.tagName === "BUTTON") {
      window.location.assign(link.getAttribute("data-next") || "/");
      return;
    }
    // A link leads to the start page in that type by itself; but not away from a form that somebody may have begun.
    if (ofPage || !document.querySelector("main form[method=post]")) return;
    event.preventDefault();
    set("data-mode", mode);
    window.scrollTo(0, 0);
  }

  function dropWhatIsKept() { // the offer to keep large type, where it is kept already
    var offer = document.querySelector("[data-offer-elder]");
    if (offer) offer.hidden = read("mode") === "elder";
  }

  document.addEventListener("DOMContentLoaded", label);
  document.addEventListener("DOMContentLoaded", dropWhatIsKept);
  document.addEventListener("click", function (event) {
    var target = event.target.closest ? event.target.closest("[data-device-theme], [data-device-mode]") : null;
    if (!target) return;
    if (target.hasAttribute("data-device-theme")) switchTheme();
    else switchMode(target, event);
  });
})();

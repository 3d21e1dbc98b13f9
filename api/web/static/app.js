// Enhancements only: the page works without this file.
(function () {
  "use strict";

  // "/" goes to the field, unless something is being typed.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    var field = document.getElementById("q");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // After a swap: say what was found, and keep the keyboard where the reader is.
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.target.closest && event.target.closest("#feedback")) return; // it speaks for itself
    var main = document.getElementById("main");
    var said = document.getElementById("announcement");
    if (main && said) said.textContent = main.dataset.announce || "";
    if (main && (!document.activeElement || document.activeElement === document.body)) {
      main.focus({ preventScroll: true });
    }
  });

  // No answer from the server at all: let the browser ask again and show what is wrong.
  document.addEventListener("htmx:sendError", function (event) {
    window.location.assign(event.detail.pathInfo.finalRequestPath || window.location.href);
  });
})();

/* Numbers are put where the caret stands. Without it the button "Chèn vào bài" puts them at the end. */
"use strict";

(() => {
  const form = document.querySelector("form.editor");
  if (!form) return;
  const text = form.elements.text;
  form.querySelector('button[name="lam"]').addEventListener("click", (event) => {
    const code = form.elements.so_lieu.value;
    event.preventDefault();
    if (!code) return form.elements.so_lieu.focus();
    text.setRangeText("{{" + code + "}}", text.selectionStart, text.selectionEnd, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();

(function () {
  var box = document.getElementById("value");
  var contents = document.querySelector("nav details");
  if (contents && window.matchMedia("(max-width: 30rem)").matches) { contents.open = false; }
  function described(target) {
    return target.closest ? target.closest(".picture svg [aria-label]") : null;
  }
  function show(event) {
    var mark = described(event.target);
    if (!mark) { box.hidden = true; return; }
    box.textContent = mark.getAttribute("aria-label");
    box.hidden = false;
    var left = Math.min(event.clientX + 12, document.documentElement.clientWidth - box.offsetWidth - 8);
    box.style.left = window.scrollX + Math.max(8, left) + "px";
    box.style.top = window.scrollY + event.clientY + 16 + "px";
  }
  document.addEventListener("pointerover", show);
  document.addEventListener("pointerdown", show);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { box.hidden = true; } });
  window.addEventListener("beforeprint", function () { box.hidden = true; });
}());

/* Comfort for the drawing: zoom, drag, arrow keys along the arrows, PNG. Without it every box is still a
   link, the frame still scrolls, and the table says it all. */
"use strict";

(function () {
  const frame = document.getElementById("graph");
  const svg = frame && frame.querySelector("svg.graph");
  if (svg) {
    const width = Number(svg.getAttribute("width"));
    const height = Number(svg.getAttribute("height"));
    let zoom = 1;

    const byId = (id) => document.getElementById("n" + id);
    const nodes = () => svg.querySelectorAll("a.node");

    function setZoom(next, keepX, keepY) {
      const before = zoom;
      zoom = Math.min(3, Math.max(0.05, next));
      svg.setAttribute("width", width * zoom);
      svg.setAttribute("height", height * zoom);
      const x = keepX === undefined ? frame.clientWidth / 2 : keepX;
      const y = keepY === undefined ? frame.clientHeight / 2 : keepY;
      frame.scrollLeft = ((frame.scrollLeft + x) * zoom) / before - x;
      frame.scrollTop = ((frame.scrollTop + y) * zoom) / before - y;
    }

    function show(node) {
      const box = node.getBoundingClientRect();
      const inside = frame.getBoundingClientRect();
      frame.scrollLeft += box.left + box.width / 2 - inside.left - inside.width / 2;
      frame.scrollTop += box.top + box.height / 2 - inside.top - inside.height / 2;
    }

    function rest(node) {
      const resting = svg.querySelector('a.node[tabindex="0"]');
      if (resting) resting.setAttribute("tabindex", "-1");
      node.setAttribute("tabindex", "0");
    }

    function go(node) {
      if (!node) return;
      rest(node);
      node.focus({ preventScroll: true });
      show(node);
    }

    function inColumn(node, step) {
      const column = Array.from(nodes()).filter((one) => one.dataset.x === node.dataset.x);
      return column[column.indexOf(node) + step];
    }

    // names of lanes stay in sight
    const lanes = Array.from(svg.querySelectorAll("text.lane"));
    const keepLanes = () => lanes.forEach((one) => one.setAttribute("x", frame.scrollLeft / zoom + 16));
    frame.addEventListener("scroll", () => requestAnimationFrame(keepLanes), { passive: true });

    // one stop for Tab; the arrows go on from there
    const start = svg.querySelector("a.node[aria-current]") || byId(svg.dataset.start) || nodes()[0];
    nodes().forEach((one) => one.setAttribute("tabindex", "-1"));
    if (start) rest(start);
    setZoom(Math.min(1, Math.max(0.7, frame.clientWidth / width)));
    if (start) show(start);

    svg.addEventListener("keydown", (event) => {
      const node = event.target.closest && event.target.closest("a.node");
      if (!node || event.altKey || event.ctrlKey || event.metaKey) return;
      const first = (ids) => ids.split(" ").filter(Boolean).map(byId).find(Boolean);
      const moves = {
        ArrowRight: () => go(first(node.dataset.next)),
        ArrowLeft: () => go(first(node.dataset.back)),
        ArrowDown: () => go(inColumn(node, 1)),
        ArrowUp: () => go(inColumn(node, -1)),
        "+": () => { setZoom(zoom * 1.25); show(node); },
        "-": () => { setZoom(zoom / 1.25); show(node); },
      };
      if (!moves[event.key]) return;
      event.preventDefault();
      moves[event.key]();
    });

    const tools = document.getElementById("graph-tools");
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const how = event.target.dataset && event.target.dataset.zoom;
      if (how === "in") setZoom(zoom * 1.25);
      if (how === "out") setZoom(zoom / 1.25);
      if (how === "fit") setZoom(Math.min(frame.clientWidth / width, frame.clientHeight / height));
      if (how === "root" && start) show(start);
    });

    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return; // plain wheels scroll
      event.preventDefault();
      const inside = frame.getBoundingClientRect();
      setZoom(zoom * (event.deltaY < 0 ? 1.15 : 1 / 1.15), event.clientX - inside.left, event.clientY - inside.top);
    }, { passive: false });

    let held = null;
    frame.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch" || event.target.closest("a.node")) return;
      held = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop };
      frame.setPointerCapture(event.pointerId);
      frame.classList.add("is-dragged");
    });
    frame.addEventListener("pointermove", (event) => {
      if (!held) return;
      frame.scrollLeft = held.left + held.x - event.clientX;
      frame.scrollTop = held.top + held.y - event.clientY;
    });
    ["pointerup", "pointercancel"].forEach((name) =>
      frame.addEventListener(name, () => {
        held = null;
        frame.classList.remove("is-dragged");
      }),
    );
  }

  const item = document.getElementById("png");
  const file = document.getElementById("svg-file");
  if (item && file) {
    item.hidden = false;
    const button = item.querySelector("button");
    const LARGEST = 8000; // pixels of a side that every browser can draw
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const text = await (await fetch(file.href)).text();
        const picture = new Image();
        const loaded = new Promise((resolve, reject) => {
          picture.onload = resolve;
          picture.onerror = reject;
        });
        picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
        await loaded;
        const scale = Math.min(2, LARGEST / picture.naturalWidth, LARGEST / picture.naturalHeight);
        const canvas = document.createElement("canvas");
        canvas.width = Math.ceil(picture.naturalWidth * scale);
        canvas.height = Math.ceil(picture.naturalHeight * scale);
        canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
        const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
        const link = document.createElement("a");
        link.href = URL.createObjectURL(blob);
        link.download = button.dataset.name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      } finally {
        button.disabled = false;
      }
    });
  }
})();

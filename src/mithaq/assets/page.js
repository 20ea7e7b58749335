
// Arcs from triggers to their arguments, details of marks, and the keyboard. The arcs are those of the list of events (#vN, a[data-r]);
// each edge is looked up and measured once a drawing.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const text = document.getElementById("t");
  const all = document.getElementById("all");
  if (!all) return;
  const marks = [...text.querySelectorAll("mark[id]")];
  const order = new Map(marks.map((mark, i) => [mark, i]));
  const notes = new Map();
  const make = (name, attributes) => {
    const made = document.createElementNS(SVG, name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    return made;
  };
  const svg = make("svg", { "aria-hidden": "true" });
  const layers = { all: make("g", { class: "all" }), one: make("g", { class: "one" }) };
  svg.append(layers.all, layers.one);
  text.append(svg);
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.querySelector("main").append(tip);
  for (const element of document.querySelectorAll("label[hidden], #help")) element.hidden = false;
  for (const mark of marks) {
    notes.set(mark, mark.title);
    mark.removeAttribute("title");
    mark.tabIndex = -1;
  }
  if (marks.length) marks[0].tabIndex = 0;
  text.setAttribute("aria-describedby", "help");

  const byId = (id) => document.getElementById(id);
  const isTrigger = (mark) => mark.classList.contains("g");
  // The mark that an element of the text, a label or a row of the ledger belongs to.
  const markOf = (element) => {
    const found = element && element.closest && element.closest("mark, .c, tbody[data-s]");
    return found ? byId(found.dataset.s === undefined ? found.id : "s" + found.dataset.s) : null;
  };
  const chain = (mark) => {
    const found = [];
    for (let at = mark; at; at = at.parentElement && at.parentElement.closest("mark")) found.push(markOf(at));
    return [...new Set(found)].filter(Boolean);
  };
  const arcsOf = (mark) => {
    const item = byId("v" + mark.id.slice(1));
    const ends = item ? [...item.querySelectorAll("a[data-r]")] : [];
    return ends.map((a) => ({ to: byId(a.hash.slice(1)), role: a.dataset.r })).filter((arc) => arc.to);
  };

  // Of a mark that runs over several lines, the stretch nearest to a point.
  const nearest = (mark, origin, x, y) => {
    let best = null;
    for (const r of mark.getClientRects()) {
      const box = { x: (r.left + r.right) / 2 - origin.left, top: r.top - origin.top, bottom: r.bottom - origin.top };
      const away = Math.abs(box.x - x) + 3 * Math.abs((box.top + box.bottom) / 2 - y);
      if (best === null || away < best.away) best = { ...box, away };
    }
    return best;
  };
  const curve = (from, to) => {
    if (Math.abs(from.top - to.top) < 12) {
      const top = Math.min(from.top, to.top) - Math.min(26, 10 + Math.abs(from.x - to.x) * 0.06);
      return { d: `M${from.x},${from.top}C${from.x},${top} ${to.x},${top} ${to.x},${to.top}`, end: to.top, down: true };
    }
    const down = to.top > from.top;
    const [y1, y2] = down ? [from.bottom, to.top] : [from.top, to.bottom];
    const bend = Math.max(12, Math.min(60, Math.abs(y2 - y1) / 2)) * (down ? 1 : -1);
    return { d: `M${from.x},${y1}C${from.x},${y1 + bend} ${to.x},${y2 - bend} ${to.x},${y2}`, end: y2, down };
  };
  const draw = (layer, triggers) => {
    const origin = text.getBoundingClientRect();
    const drawn = [];
    const labels = new Map();
    for (const trigger of triggers) {
      const first = trigger.getClientRects()[0];
      if (!first) continue;
      const at = [(first.left + first.right) / 2 - origin.left, (first.top + first.bottom) / 2 - origin.top];
      for (const { to, role } of arcsOf(trigger)) {
        const target = nearest(to, origin, ...at);
        const from = target && nearest(trigger, origin, target.x, (target.top + target.bottom) / 2);
        if (!from) continue;
        const { d, end, down } = curve(from, target);
        const tilt = down ? -7 : 7;
        drawn.push(make("path", { d }), make("polygon", { points: `${target.x},${end} ${target.x - 4},${end + tilt} ${target.x + 4},${end + tilt}` }));
        const place = `${to.id} ${down}`;
        if (!labels.has(place)) labels.set(place, { x: target.x, y: down ? end - 9 : end + 18, step: down ? -13 : 13, roles: new Set() });
        labels.get(place).roles.add(role);
      }
    }
    layer.replaceChildren(...drawn, ...[...spread(labels.values())].map(label));
  };
  // A label that would lie on another one steps aside; only those of its own height are compared.
  const spread = function* (found) {
    const taken = new Map();
    for (const { x, y, step, roles } of found) {
      const said = [...roles].join("، ");
      const half = said.length * 3.4 + 4;
      const free = ([dx, dy]) => {
        const row = Math.round((y + dy) / 13);
        const near = [row - 1, row, row + 1].flatMap((at) => taken.get(at) || []);
        return near.every((t) => Math.abs(t.y - y - dy) > 12 || Math.abs(t.x - x - dx) > t.half + half);
      };
      const [dx, dy] = [0, half, -half, 2.3 * half, -2.3 * half].map((dx) => [dx, 0]).concat([[0, step]]).find(free) || [0, 0];
      const row = Math.round((y + dy) / 13);
      if (!taken.has(row)) taken.set(row, []);
      taken.get(row).push({ x: x + dx, y: y + dy, half });
      yield { x: x + dx, y: y + dy, said };
    }
  };
  const label = ({ x, y, said }) => {
    const made = make("text", { x, y });
    made.textContent = said;
    return made;
  };

  let shown = null;
  let lit = [];
  const light = (element, name) => {
    if (!element) return;
    element.classList.add(name);
    lit.push([element, name]);
  };
  const rowOf = (trigger) => {
    const link = text.querySelector(`a.c[data-s="${trigger.id.slice(1)}"]`);
    return link && byId(link.hash.slice(1));
  };
  // Scrolls the ledger, where it scrolls by itself, and never the page.
  const bring = (row) => {
    const frame = row.closest(".scroll");
    const [top, bottom] = [frame.querySelector("thead").offsetHeight, frame.clientHeight - row.offsetHeight];
    const at = row.offsetTop - frame.scrollTop;
    if (frame.scrollHeight > frame.clientHeight && (at < top || at > bottom)) frame.scrollTop = row.offsetTop - frame.clientHeight / 3;
  };
  const showArcs = (trigger, reveal = false) => {
    if (trigger === shown) return;
    shown = trigger;
    for (const [element, name] of lit) element.classList.remove(name);
    lit = [];
    layers.one.replaceChildren();
    if (!trigger) return;
    light(trigger, "on");
    light(trigger.closest(".v"), "on");
    const row = rowOf(trigger);
    light(row, "on");
    if (row && reveal) bring(row);
    for (const { to } of arcsOf(trigger)) light(to, "arg");
    draw(layers.one, [trigger]);
  };
  const redraw = () => {
    const again = shown;
    showArcs(null);
    showArcs(again);
    if (all.checked) draw(layers.all, marks.filter(isTrigger));
    else layers.all.replaceChildren();
  };

  let hiding = 0;
  const showTip = (mark, y) => {
    clearTimeout(hiding);
    tip.replaceChildren(...chain(mark).map((one) => {
      const line = document.createElement("p");
      line.textContent = notes.get(one) || "";
      return line;
    }));
    tip.hidden = false;
    const rects = [...mark.getClientRects()];
    const r = rects.find((one) => y !== undefined && one.top <= y && y <= one.bottom) || rects[0];
    if (!r) return;
    const size = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(r.right - size.width, document.documentElement.clientWidth - size.width - 8));
    const below = r.bottom + 6 + size.height <= window.innerHeight || r.top < size.height + 6;
    tip.style.left = `${left + window.scrollX}px`;
    tip.style.top = `${(below ? r.bottom + 6 : r.top - 6 - size.height) + window.scrollY}px`;
  };
  const hideTip = () => { tip.hidden = true; };
  const choose = (mark, y) => {
    showTip(mark, y);
    showArcs(chain(mark).find(isTrigger) || null, true);
  };
  const settle = () => {
    const mark = markOf(document.activeElement);
    if (mark && text.contains(document.activeElement)) choose(mark);
    else {
      hideTip();
      showArcs(markOf(document.activeElement));
    }
  };

  document.addEventListener("pointerover", (event) => {
    if (tip.contains(event.target)) return clearTimeout(hiding);
    const mark = markOf(event.target);
    clearTimeout(hiding);
    if (!mark) hiding = setTimeout(settle, 200);
    else if (text.contains(event.target)) choose(mark, event.clientY);
    else showArcs(mark);
  });
  document.addEventListener("focusin", settle);
  document.addEventListener("focusin", (event) => {
    for (const mark of document.querySelectorAll("[aria-describedby=tip]")) mark.removeAttribute("aria-describedby");
    if (text.contains(event.target) && event.target !== text) event.target.setAttribute("aria-describedby", "tip");
  });
  document.addEventListener("focusout", () => { hiding = setTimeout(settle, 200); });

  const STEPS = { ArrowLeft: [1, () => true], ArrowRight: [-1, () => true], ArrowDown: [1, isTrigger], ArrowUp: [-1, isTrigger] };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hideTip();
      showArcs(null);
      return;
    }
    const mark = text.contains(event.target) ? markOf(event.target) : null;
    if (!mark || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Enter" && event.target === mark && isTrigger(mark)) location.hash = "r" + mark.id.slice(1);
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    let at = order.get(mark) + step[0];
    while (marks[at] && !step[1](marks[at])) at += step[0];
    if (!marks[at]) return;
    for (const old of text.querySelectorAll('mark[tabindex="0"]')) old.tabIndex = -1;
    marks[at].tabIndex = 0;
    marks[at].focus();
  });
  all.addEventListener("change", redraw);
  byId("labels").addEventListener("change", redraw);
  let pending = 0;
  new ResizeObserver(() => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(redraw);
  }).observe(text);
  const follow = () => {
    const target = location.hash.length > 1 ? byId(decodeURIComponent(location.hash.slice(1))) : null;
    const mark = target && text.contains(target) ? target : null;
    if (mark && order.has(mark)) mark.focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", follow);
  follow();
})();

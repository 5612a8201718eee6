// Sorts tables, tells the figures of points in charts, and folds the contents on narrow screens. Everything can be read without it.
(() => {
  "use strict";
  // What stands first in a cell as a number; a dash for a minus, separators of thousands and signs before it left out.
  const number = text => {
    const found = text.replace(/[\u2212\u2013]/g, "-").replace(/[,\s\u2009\u202f]/g, "").match(/-?\d+(\.\d+)?/);
    return found ? parseFloat(found[0]) : NaN;
  };
  const shown = (row, at) => (row.cells[at] ? row.cells[at].textContent.trim() : "");
  const language = document.documentElement.lang;
  const order = (table, at, down) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].filter(row => !row.classList.contains("total"));
    const numbers = rows.map(row => number(shown(row, at)));
    const most = numbers.filter(value => !isNaN(value)).length * 2 > rows.length;
    const compare = (a, b) => {
      if (!most) return shown(rows[a], at).localeCompare(shown(rows[b], at), language);
      // What has no number stands last either way.
      if (isNaN(numbers[a]) || isNaN(numbers[b])) return (isNaN(numbers[a]) - isNaN(numbers[b])) * (down ? -1 : 1);
      return numbers[a] - numbers[b];
    };
    const places = rows.map((_, place) => place).sort((a, b) => compare(a, b) * (down ? -1 : 1) || a - b);
    const last = [...body.rows].find(row => row.classList.contains("total")) || null;
    places.forEach(place => body.insertBefore(rows[place], last));
  };
  document.querySelectorAll("table[data-sort]").forEach(table => {
    const heads = [...table.tHead.rows[0].cells];
    const first = [...table.tBodies[0].rows];
    heads.forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = `${table.dataset.sort} ${head.textContent.trim()}`;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const was = head.getAttribute("aria-sort");
        heads.forEach(other => other.removeAttribute("aria-sort"));
        // Down, up, and back as it was printed.
        if (was === "ascending") return first.forEach(row => table.tBodies[0].append(row));
        head.setAttribute("aria-sort", was === "descending" ? "ascending" : "descending");
        order(table, at, was !== "descending");
      });
    });
  });
  // Points of charts tell their figures: to a pointer that is near, and to the arrow keys.
  const tip = document.createElement("p");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  document.body.append(tip);
  const tell = (svg, point) => {
    const box = svg.getBoundingClientRect();
    const scale = box.width / svg.viewBox.baseVal.width;
    tip.textContent = point.dataset.tip;
    tip.classList.add("shown");
    const left = box.left + point.dataset.x * scale - tip.offsetWidth / 2;
    tip.style.left = `${Math.max(4, Math.min(left, innerWidth - tip.offsetWidth - 4)) + scrollX}px`;
    tip.style.top = `${box.top + point.dataset.y * scale - tip.offsetHeight - 10 + scrollY}px`;
  };
  const hush = () => { tip.classList.remove("shown"); tip.textContent = ""; };
  document.querySelectorAll(".chart svg").forEach(svg => {
    const points = [...svg.querySelectorAll("[data-tip]")];
    if (!points.length) return;
    let at = -1;
    svg.setAttribute("tabindex", "0");
    svg.addEventListener("pointermove", event => {
      const box = svg.getBoundingClientRect();
      const scale = box.width / svg.viewBox.baseVal.width;
      const far = point => Math.hypot(event.clientX - box.left - point.dataset.x * scale, event.clientY - box.top - point.dataset.y * scale);
      const near = points.reduce((one, other) => (far(other) < far(one) ? other : one));
      if (far(near) > 28) return hush();
      at = points.indexOf(near);
      tell(svg, near);
    });
    svg.addEventListener("pointerleave", hush);
    svg.addEventListener("blur", () => { at = -1; hush(); });
    svg.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (event.key === "Escape") return hush();
      if (event.key === "Home") at = 0;
      else if (event.key === "End") at = points.length - 1;
      else if (step) at = Math.max(0, Math.min(points.length - 1, at < 0 && step < 0 ? points.length - 1 : at + step));
      else return;
      event.preventDefault();
      tell(svg, points[at]);
    });
  });
  const contents = document.querySelector(".contents-fold");
  const narrow = matchMedia("(max-width: 69.99rem)");
  const fold = () => { contents.open = !narrow.matches; };
  fold();
  narrow.addEventListener("change", fold);
  contents.addEventListener("click", event => { if (narrow.matches && event.target.closest("a")) contents.open = false; });
  // Paper shows what is folded away, and a link leads to it.
  const unfold = all => all.forEach(one => { one.open = true; });
  addEventListener("beforeprint", () => unfold(document.querySelectorAll("details")));
  const target = () => {
    const found = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (found) unfold([...document.querySelectorAll("details")].filter(one => one.contains(found)));
  };
  addEventListener("hashchange", target);
  target();
})();

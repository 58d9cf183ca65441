import { expect, test, vi } from "vitest";
import { addressOf, monthAt, startSpan } from "./span";

const plot = { months: ["2023-12", "2024-01", "2024-02"], left: 50, width: 300 };

test("a place of the drawing is a month", () => {
  expect([40, 50, 149, 151, 349, 900].map((x) => monthAt(plot, x))).toEqual([0, 0, 0, 1, 2, 2]);
});

test("a span is whole months, whichever way it was dragged, and the query stays", () => {
  const page = "http://site/research/time/?q=%EB%B2%84%EC%8A%A4&cursor=x&from=1999-01-01";
  const address = new URL(addressOf(page, plot, 2, 0));
  expect(Object.fromEntries(address.searchParams)).toEqual({
    q: "버스",
    from: "2023-12-01",
    to: "2024-02-29",
  });
});

test("dragging over the chart goes to its span; escape leaves everything as it was", () => {
  document.body.innerHTML = `<figure data-span data-span-months="2023-12 2024-01 2024-02" data-span-left="0" data-span-width="300"><svg></svg></figure>`;
  const figure = document.querySelector<HTMLElement>("figure") as HTMLElement;
  const drawing = figure.querySelector("svg") as SVGSVGElement;
  drawing.setPointerCapture = vi.fn();
  drawing.getBoundingClientRect = () => ({ left: 0, width: 300 }) as DOMRect;
  Object.defineProperty(drawing, "viewBox", { value: { baseVal: { width: 300 } } });
  const go = vi.fn();
  startSpan(figure, go);
  const point = (name: string, clientX: number): boolean =>
    drawing.dispatchEvent(new MouseEvent(name, { clientX, button: 0 }));
  point("pointerdown", 250);
  expect(drawing.querySelector(".chart__veil")).not.toBeNull();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect(drawing.querySelector(".chart__veil")).toBeNull();
  point("pointerup", 250);
  expect(go).not.toHaveBeenCalled();
  point("pointerdown", 250);
  point("pointermove", 120);
  point("pointerup", 120);
  expect(go).toHaveBeenCalledWith(expect.stringContaining("from=2024-01-01&to=2024-02-29"));
});

test("arrow keys choose a span, Shift takes more months, Enter keeps it, and it is said", () => {
  document.body.innerHTML = `<figure data-span data-span-months="2023-12 2024-01 2024-02" data-span-left="0" data-span-width="300"><div class="chart__frame" tabindex="0"><svg></svg></div></figure><p id="announcer"></p>`;
  const frame = document.querySelector<HTMLElement>(".chart__frame") as HTMLElement;
  const go = vi.fn();
  startSpan(document.querySelector<HTMLElement>("figure") as HTMLElement, go);
  const press = (key: string, shiftKey = false): boolean =>
    frame.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
  press("Enter");
  expect(go).not.toHaveBeenCalled();
  press("ArrowLeft");
  expect(document.getElementById("announcer")?.textContent).toBe("2024-02");
  press("ArrowLeft", true);
  expect(document.getElementById("announcer")?.textContent).toBe("2024-01 – 2024-02");
  expect(frame.querySelector(".chart__veil")?.getAttribute("width")).toBe("200");
  press("Enter");
  expect(go).toHaveBeenCalledWith(expect.stringContaining("from=2024-01-01&to=2024-02-29"));
  press("Escape");
  expect(frame.querySelector(".chart__veil")).toBeNull();
  press("ArrowRight");
  expect(document.getElementById("announcer")?.textContent).toBe("2023-12");
});

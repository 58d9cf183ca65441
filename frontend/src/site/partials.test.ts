import { beforeEach, expect, test, vi } from "vitest";
import { startPartials } from "./partials";

const { startHtmx } = vi.hoisted(() => ({ startHtmx: vi.fn() }));
vi.mock("./htmx", () => ({ startHtmx }));

beforeEach(() => {
  startHtmx.mockClear();
  document.head.innerHTML = "";
});

test("a page without a list to swap does without the library", async () => {
  document.body.innerHTML = '<a href="?sort=newest">Newest</a>';
  await startPartials();
  expect(startHtmx).not.toHaveBeenCalled();
});

test("a page with one fetches it, told beforehand to add no style", async () => {
  document.body.innerHTML = '<div id="listing" data-hx-boost="true"></div>';
  Object.defineProperty(document, "readyState", { value: "complete", configurable: true });
  await startPartials();
  expect(startHtmx).toHaveBeenCalledOnce();
  const settings = document.querySelector<HTMLMetaElement>('meta[name="htmx-config"]');
  expect(JSON.parse(settings?.content ?? "{}")).toEqual({ includeIndicatorStyles: false });
});

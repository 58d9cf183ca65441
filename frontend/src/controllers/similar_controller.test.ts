import { afterEach, beforeEach, expect, test, vi } from "vitest";
import SimilarController from "./similar_controller";
import { answer, find, settle, start, type } from "./testing";

const html = `<div data-controller="similar" data-similar-url-value="/ideas/similar/">
  <input data-similar-target="input" data-action="input->similar#look"><div data-similar-target="list"></div></div>`;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("an idea that is there already is offered while typing (S04)", async () => {
  const fetcher = answer('<ul><li><a href="/ideas/1/">심야버스 증차</a></li></ul>');
  await start("similar", SimilarController, html);
  type("input", "심야");
  type("input", "심야 버스를 더");
  vi.advanceTimersByTime(150);
  await settle();
  expect(fetcher).toHaveBeenCalledTimes(1);
  expect(String(fetcher.mock.calls[0]?.[0])).toContain(
    "title=%EC%8B%AC%EC%95%BC+%EB%B2%84%EC%8A%A4%EB%A5%BC+%EB%8D%94",
  );
  expect(find("a").textContent).toBe("심야버스 증차");
  vi.advanceTimersByTime(60);
  expect(find("#announcer").textContent).toBe("1 similar found.");
});

test("an emptied title asks nothing and clears the list", async () => {
  const fetcher = answer("<ul><li>x</li></ul>");
  await start("similar", SimilarController, html);
  type("input", "buses");
  vi.advanceTimersByTime(150);
  await settle();
  type("input", "");
  vi.advanceTimersByTime(150);
  await settle();
  expect(fetcher).toHaveBeenCalledTimes(1);
  expect(find("[data-similar-target=list]").childElementCount).toBe(0);
});

test("a broken connection does not disturb the writing", async () => {
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("offline")));
  await start("similar", SimilarController, html);
  type("input", "buses");
  vi.advanceTimersByTime(150);
  await settle();
  expect(find<HTMLInputElement>("input").value).toBe("buses");
});

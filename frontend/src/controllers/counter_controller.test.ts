import { afterEach, beforeEach, expect, test, vi } from "vitest";
import CounterController from "./counter_controller";
import { find, start, type } from "./testing";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

test("says after a pause what is left, counting as the server does", async () => {
  await start(
    "counter",
    CounterController,
    '<div data-controller="counter" data-counter-limit-value="5"><input><span data-counter-target="output"></span></div>',
  );
  type("input", "마당🙂");
  expect(find("span").textContent).toBe("");
  vi.advanceTimersByTime(500);
  expect(find("span").textContent).toBe("2 characters left");
  type("input", "too long");
  vi.advanceTimersByTime(500);
  expect(find("span").textContent).toBe("3 characters too many");
});

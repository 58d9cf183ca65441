import { afterEach, beforeEach, expect, test, vi } from "vitest";
import SuggestController from "./suggest_controller";
import { answer, find, settle, start, type } from "./testing";

const html = `<form data-controller="suggest" data-suggest-url-value="/search/suggest/" data-suggest-name-value="q"
  data-action="focusout->suggest#leave"><label for="q">Words</label>
  <input id="q" data-suggest-target="input" data-action="input->suggest#look keydown->suggest#press">
  <div data-suggest-target="list"></div></form><a id="elsewhere" href="#elsewhere">elsewhere</a>`;
const offers = '<ul><li><a href="#one">미세먼지</a></li><li><a href="#two">미세먼지 측정기</a></li></ul>';

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  answer(offers);
  await start("suggest", SuggestController, html);
  find("#q").focus();
  type("#q", "미세");
  vi.advanceTimersByTime(150);
  await settle();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function press(key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  find("#q").dispatchEvent(event);
  return event;
}

const active = () => find("#q").getAttribute("aria-activedescendant");

test("what is offered is told to a screen reader as a list to choose from", () => {
  expect(find("#q").getAttribute("role")).toBe("combobox");
  expect(find("#q").getAttribute("aria-expanded")).toBe("true");
  expect(find(`#${find("#q").getAttribute("aria-controls")}`).getAttribute("role")).toBe("listbox");
  expect(find("[role=listbox]").getAttribute("aria-label")).toBe("Words");
  expect(document.querySelectorAll("[role=option][tabindex='-1']")).toHaveLength(2);
  vi.advanceTimersByTime(60);
  expect(find("#announcer").textContent).toBe("2 suggestions. Choose with the up and down arrows.");
});

test("the arrows go round through the box", () => {
  expect(active()).toBeNull();
  press("ArrowDown");
  expect(active()).toBe("q-offered-0");
  expect(find("#q-offered-0").getAttribute("aria-selected")).toBe("true");
  press("ArrowDown");
  press("ArrowDown");
  expect(active()).toBeNull();
  press("ArrowUp");
  expect(active()).toBe("q-offered-1");
  expect(document.activeElement).toBe(find("#q"));
});

test("Enter goes to what is chosen, and sends the words where nothing is", () => {
  expect(press("Enter").defaultPrevented).toBe(false);
  const clicked = vi.fn((event: Event) => event.preventDefault());
  press("ArrowDown");
  find("#q-offered-0").addEventListener("click", clicked);
  press("Enter", { isComposing: true });
  expect(clicked).not.toHaveBeenCalled();
  expect(press("Enter").defaultPrevented).toBe(true);
  expect(clicked).toHaveBeenCalledOnce();
});

test("Escape and leaving close the list, and the words stay", () => {
  expect(press("Escape").defaultPrevented).toBe(true);
  expect(find("#q").getAttribute("aria-expanded")).toBe("false");
  expect(find("#q").hasAttribute("aria-controls")).toBe(false);
  expect(find<HTMLInputElement>("#q").value).toBe("미세");
  expect(press("Escape").defaultPrevented).toBe(false);
});

test("going elsewhere closes the list", () => {
  find("#elsewhere").focus();
  expect(find("[data-suggest-target=list]").childElementCount).toBe(0);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import AutosaveController from "./autosave_controller";
import { answer, find, settle, start, type } from "./testing";

const form = (
  attributes = "",
) => `<form data-controller="autosave" data-autosave-key-value="idea-new" ${attributes}>
  <input type="hidden" name="csrfmiddlewaretoken" value="token"><input name="title"><textarea name="body"></textarea>
  <input type="checkbox" name="agree" value="1"><input type="password" name="secret">
  <p data-autosave-target="status"></p></form>`;
let stop: (() => void) | undefined;
const open = async (html: string) => {
  const application = await start("autosave", AutosaveController, html);
  stop = () => application.stop();
};

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: new Date(2026, 10, 22, 10, 21) });
});
afterEach(() => {
  stop?.();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what was typed is there again after a reload (S03)", async () => {
  await open(form());
  type("[name=title]", "Later buses");
  find<HTMLInputElement>("[name=agree]").checked = true;
  type("[name=body]", "Half an hour");
  stop?.();
  await open(form());
  expect(find<HTMLInputElement>("[name=title]").value).toBe("Later buses");
  expect(find<HTMLTextAreaElement>("[name=body]").value).toBe("Half an hour");
  expect(find<HTMLInputElement>("[name=agree]").checked).toBe(true);
  expect(find("p").textContent).toContain("brought back");
});

test("passwords and tokens never reach the storage", async () => {
  await open(form());
  type("[name=secret]", "hunter2");
  expect(localStorage.getItem("draft:idea-new")).not.toMatch(/hunter2|token/);
});

test("the server gets one draft after a pause, and the status says when", async () => {
  const fetcher = answer('{"url": "/ideas/drafts/7/"}');
  await open(form('data-autosave-url-value="/ideas/drafts/"'));
  type("[name=title]", "L");
  type("[name=title]", "La");
  vi.advanceTimersByTime(1200);
  await settle();
  expect(fetcher).toHaveBeenCalledTimes(1);
  expect(fetcher.mock.calls[0]?.[0]).toBe("/ideas/drafts/");
  expect(new Headers(fetcher.mock.calls[0]?.[1]?.headers).get("X-CSRFToken")).toBe("token");
  expect(find("p").textContent).toBe("Saved 10:21");
  type("[name=title]", "Lat");
  vi.advanceTimersByTime(1200);
  await settle();
  expect(fetcher.mock.calls[1]?.[0]).toBe("/ideas/drafts/7/");
});

test("a failed save is told and the text stays on the device", async () => {
  answer("", { status: 500 });
  await open(form('data-autosave-url-value="/ideas/drafts/"'));
  type("[name=title]", "Later buses");
  vi.advanceTimersByTime(1200);
  await settle();
  expect(find("p").dataset.state).toBe("failed");
  expect(localStorage.getItem("draft:idea-new")).toContain("Later buses");
});

test("publishing clears the copy", async () => {
  localStorage.setItem("draft:idea-new", "[]");
  await open('<span data-controller="autosave" data-autosave-clear-value="idea-new"></span>');
  expect(localStorage.getItem("draft:idea-new")).toBeNull();
});

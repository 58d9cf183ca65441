import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answer, find, sent, settle, start } from "./testing";
import VoteController from "./vote_controller";

const box = (
  count: number,
  chosen: boolean,
) => `<section id="vote-box" data-controller="vote" data-action="submit->vote#send">
  <p><b>${count}</b></p><form method="post" action="/ideas/1/vote/"><input type="hidden" name="csrfmiddlewaretoken" value="token">
  <input type="hidden" name="value" value="${chosen ? 0 : 1}"><button aria-pressed="${chosen}">Support</button></form></section>`;

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const press = async () => {
  find("button").click();
  await settle();
};

test("the box and the bar are replaced, the focus stays, the result is read out (S90)", async () => {
  const fetcher = answer(`${box(313, true)}<div id="vote-bar">313</div>`);
  await start("vote", VoteController, `<div id="vote-bar">312</div>${box(312, false)}`);
  await press();
  expect(sent(fetcher, "value")).toBe("1");
  expect(find("#vote-box b").textContent).toBe("313");
  expect(find("#vote-bar").textContent).toBe("313");
  expect(document.activeElement).toBe(find("button"));
  vi.advanceTimersByTime(60);
  expect(find("#announcer").textContent).toBe("Your vote is in. Support: 313.");
});

test("a vote taken back is said to be taken back (S24)", async () => {
  answer(box(311, false));
  await start("vote", VoteController, box(312, true));
  await press();
  vi.advanceTimersByTime(60);
  expect(find("#announcer").textContent).toBe("Your vote was taken back. Support: 311.");
});

test("what is left of a person's votes is read out, and shown where it stood (S25)", async () => {
  const list = (left: string, pressed: boolean) =>
    `<form id="vote-1" data-controller="vote" data-action="submit->vote#send" action="/v/"><button aria-pressed="${pressed}"><b>8</b></button></form>
    <p id="votes-left" data-vote-said>${left}</p>`;
  answer(list("0 votes left.", true));
  await start("vote", VoteController, list("1 vote left.", false));
  await press();
  expect(find("#votes-left").textContent).toBe("0 votes left.");
  vi.advanceTimersByTime(60);
  expect(find("#announcer").textContent).toBe("Your vote is in. Support: 8. 0 votes left.");
});

test("where the page has no place for what is left, it is a message", async () => {
  answer(
    '<form><button aria-pressed="true"><b>9</b></button></form><p id="votes-left" data-vote-said>1 vote left.</p>',
  );
  await start(
    "vote",
    VoteController,
    '<div id="messages"></div><form data-controller="vote" data-action="submit->vote#send" action="/v/"><button aria-pressed="false"><b>8</b></button></form>',
  );
  await press();
  expect(find("#messages").textContent).toBe("1 vote left.");
  vi.advanceTimersByTime(60);
  expect(find("#announcer").textContent).toBe("Your vote is in. Support: 9.");
});

test("where other rows change as well the page comes anew at the same place", async () => {
  answer("", { headers: { "HX-Redirect": window.location.href } });
  const reload = vi.spyOn(VoteController.prototype, "reload").mockImplementation(() => undefined);
  await start("vote", VoteController, box(312, false));
  await press();
  expect(reload).toHaveBeenCalled();
});

test("the second half of a double click does not take the vote back", async () => {
  const fetcher = answer(box(313, true));
  await start("vote", VoteController, box(312, false));
  await press();
  find("button").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 2 }));
  await settle();
  expect(fetcher).toHaveBeenCalledTimes(1);
  await press();
  expect(fetcher).toHaveBeenCalledTimes(2);
});

test("the number of a row, without an id, is replaced by the single piece of the answer", async () => {
  answer('<form><button aria-pressed="true"><b>9</b></button></form>');
  await start(
    "vote",
    VoteController,
    '<form data-controller="vote" data-action="submit->vote#send" action="/v/"><button aria-pressed="false"><b>8</b></button></form>',
  );
  await press();
  expect(find("button").textContent).toBe("9");
});

test("an answer with the whole page works as well", async () => {
  answer(`<html><body><main id="main">${box(313, true)}</main></body></html>`);
  await start("vote", VoteController, box(312, false));
  await press();
  expect(find("#vote-box b").textContent).toBe("313");
});

test("a visitor is taken to the sign-in page (S23)", async () => {
  answer("", { headers: { "HX-Redirect": "/accounts/login/?next=/ideas/1/" } });
  const leave = vi.spyOn(VoteController.prototype, "leave").mockImplementation(() => undefined);
  await start("vote", VoteController, box(312, false));
  await press();
  expect(leave).toHaveBeenCalledWith("/accounts/login/?next=/ideas/1/");
});

test("a refusal is told and the count stays", async () => {
  answer('{"detail": "Voting is over."}', { status: 409 });
  await start("vote", VoteController, `<div id="messages"></div>${box(312, false)}`);
  await press();
  expect(find("#messages").textContent).toBe("Voting is over.");
  expect(find("#vote-box b").textContent).toBe("312");
});

test("a double click sends one vote", async () => {
  const fetcher = answer(box(313, true));
  await start("vote", VoteController, box(312, false));
  find("button").click();
  find("button").click();
  await settle();
  expect(fetcher).toHaveBeenCalledTimes(1);
});

// The board at the door when the network fails: each tap is kept on the device, laid over the page, and sent until the
// server has answered for it. Without this file, and where it is switched off, the forms of the board work as forms.
(() => {
  const root = document.querySelector("[data-offline]");
  if (!root || !("indexedDB" in window) || !crypto.subtle) return;
  const kind = root.dataset.offline, isShell = kind === "shell", isOn = kind !== "off";
  const AFTER = { arrived: "here", left: "gone", not_coming: "not_coming" };
  const BEFORE = { here: "expected", gone: "here", not_coming: "expected", expected: "expected" };
  const FORMS = { expected: ["arrived", "not_coming"], here: ["left", "undo"], gone: ["arrived", "undo"], not_coming: ["arrived", "undo"] };
  const SENT_AT_ONCE = 50, PATIENCE = 20000, SHORTEST = 5000, LONGEST = 60000, SLOW = 3000, MOST_CARDS = 5;
  const LOCKED_AFTER = 120000;
  const user = root.dataset.user || (Device.session() || {}).user || "";
  const said = new WeakMap(), withWhom = new Map(); // adults' names are never kept: known while the page is open
  let rows = [], answered = [], latest = null, csrf = "", isReady = false, noNet = !navigator.onLine, isOut = false;
  let sending = null, isAskedAgain = false, isSlow = false, wasTold = false, wait = SHORTEST, timer = 0, focused = "";

  const cards = () => [...document.querySelectorAll("[data-case]:not([data-not-kept])")];
  const show = (name, isShown) => { root.querySelector(`[data-when="${name}"]`).hidden = !isShown; };
  const waiting = () => rows.filter((row) => row.mark && !row.why);
  const isNamed = (id) => cards().find((card) => card.dataset.case === id)?.querySelector("[data-name]").textContent ?? "";

  // What is queued, and what the server has taken since it made the card, laid over what it last said.
  const clock = (at) => {
    const time = new Date(at), two = (number) => String(number).padStart(2, "0");
    return root.dataset.clock.replace("{h}", two(time.getHours())).replace("{m}", two(time.getMinutes()));
  };
  const effective = (marks) => {
    const undone = new Set(marks.filter((mark) => mark.kind === "undo").map((mark) => mark.undoes));
    return marks.filter((mark) => mark.kind !== "undo" && !undone.has(mark.id));
  };
  const stateOf = (card, marks) => {
    const own = new Set(marks.map((mark) => mark.id));
    const undoesKnown = marks.some((mark) => mark.kind === "undo" && !own.has(mark.undoes));
    const last = effective(marks).at(-1);
    if (last) return [AFTER[last.kind], last];
    return [undoesKnown ? BEFORE[card.dataset.told] : card.dataset.told, null];
  };
  const layOne = (card) => {
    const ofCard = (mark) => mark.case === card.dataset.case;
    const queued = waiting().map((row) => row.mark).filter(ofCard);
    const marks = [...answered.filter((mark) => ofCard(mark) && !queued.some((one) => one.id === mark.id)), ...queued];
    card.dataset.told ??= card.dataset.state;
    const status = card.querySelector("[data-status]");
    if (!said.has(card)) said.set(card, status.textContent);
    const [state, last] = stateOf(card, marks);
    const canUndo = last !== null || !marks.length; // what was done before these, only the server knows
    card.dataset.state = state;
    card.querySelector("[data-queued]").hidden = !queued.length;
    const words = root.dataset[`said${state.replace(/(?:^|_)(\w)/g, (_all, letter) => letter.toUpperCase())}`];
    status.textContent = marks.length ? words.replace("{time}", last ? clock(last.at) : "").trim() : said.get(card);
    card.querySelectorAll("form[data-mark]").forEach((form) => {
      form.hidden = !FORMS[state].includes(form.dataset.mark) || (form.dataset.mark === "undo" && !canUndo);
    });
    const about = card.querySelector("form[data-mark=undo] [name=about]");
    about.dataset.told ??= about.value;
    about.value = last ? last.id : about.dataset.told;
  };
  const cardInFocus = () => document.activeElement?.closest("[data-case]");
  const focusIn = (card) => card.querySelector("form[data-mark]:not([hidden]) button")?.focus();
  const lay = () => {
    const card = cardInFocus();
    cards().forEach(layOne);
    if (card && document.activeElement.closest("form[hidden]")) focusIn(card);
    const unsent = rows.filter((row) => !row.why).length;
    root.querySelectorAll("[data-count]").forEach((one) => { one.textContent = unsent; });
    const waits = unsent > 0 && (noNet || isOut || isSlow || !sending);
    show("no-net", noNet);
    show("waits", waits);
    show("sent", wasTold && !unsent);
    show("log-in", isOut && (isShell || unsent > 0));
    wasTold = waits || (wasTold && !unsent);
    layRefused();
  };
  const layRefused = () => {
    const refused = rows.filter((row) => row.why);
    const list = root.querySelector("[data-refused]");
    list.replaceChildren(...refused.map((row) => {
      const item = document.createElement("li");
      item.textContent = [row.mark && isNamed(row.mark.case), row.mark && clock(row.mark.at), row.why].filter(Boolean).join(" · ");
      return item;
    }));
    show("refused", refused.length > 0);
  };
  // Of two at once the one that began last has seen more.
  const reread = () => {
    const mine = Device.read(user).then((found) => {
      if (latest !== mine) return latest;
      rows = found;
      return lay();
    });
    latest = mine;
    return mine;
  };

  // A tap.
  const markOf = (form, card) => {
    const value = (name) => form.elements[name]?.value || null;
    const id = crypto.randomUUID();
    withWhom.set(id, value("with_whom"));
    return {
      id, case: card.dataset.case, kind: form.dataset.mark, at: new Date().toISOString(), place: value("place"),
      undoes: form.dataset.mark === "undo" ? value("about") : null,
    };
  };
  const tapped = async (form, card) => {
    card.dataset.busy = "1";
    try {
      await Device.hold(markOf(form, card));
      await reread();
      focusIn(card);
    } catch {
      if (isShell) show("not-kept", true);
      else form.submit(); // as without a script
      return;
    } finally {
      delete card.dataset.busy;
    }
    sync();
  };
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-mark]"), card = form?.closest("[data-case]:not([data-not-kept])");
    if (!card || !isReady || !isOn || !Device.session()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!card.dataset.busy) tapped(form, card);
  }, true);

  // Sending: again and again, until the server has answered for each.
  class NoAnswer extends Error {}
  const ask = async (address, options = {}) => {
    let answer;
    try {
      answer = await fetch(address, {
        cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...options,
        headers: { Accept: "application/json", ...options.headers },
      });
    } catch {
      throw new NoAnswer();
    }
    if (answer.status >= 500 || answer.status === 429) throw new NoAnswer();
    return answer.status === 200 ? answer.json() : null;
  };
  const present = async () => {
    const unread = rows.find((row) => !row.mark);
    const ticket = unread?.ticket || Device.session()?.ticket || await Device.ticketOf(user);
    const told = await ask("/today/device/", { headers: ticket ? { "X-Ticket": ticket } : {} });
    isOut = !told || (user !== "" && told.user !== user);
    if (isOut) return false;
    csrf = told.csrf;
    Device.begin(told);
    if (!unread) return true;
    if (told.asked) Device.learn(unread.ticket, told.asked);
    await reread();
    if (rows.some((row) => row.n === unread.n && !row.mark)) {
      await Device.drop(unread.n); // no key opens it any more
      await reread();
    }
    return present();
  };
  const asSent = ({ mark }) => ({ ...mark, with_whom: withWhom.get(mark.id) ?? null, sent_at: new Date().toISOString() });
  const sendSome = async () => {
    const some = waiting().slice(0, SENT_AT_ONCE);
    const body = JSON.stringify({ user, marks: some.map(asSent) });
    const told = await ask("/today/marks/", { method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": csrf } });
    if (!told) return false;
    for (const answer of told.answers) {
      const row = some.find((one) => one.mark.id === answer.id);
      if (answer.outcome === "stored" || answer.outcome === "already") {
        answered.push(row.mark);
        await Device.drop(row.n);
      } else await Device.refuse(row, answer.why);
    }
    await reread();
    return true;
  };
  const syncOnce = async () => {
    if ((!csrf || noNet || isOut) && !(await present())) return;
    const changed = new Set();
    while (waiting().length) {
      waiting().slice(0, SENT_AT_ONCE).forEach((row) => changed.add(row.mark.case));
      if (!(await sendSome()) && (!(await present()) || !(await sendSome()))) {
        isOut = true;
        return;
      }
    }
    if (changed.size || (isShell && !rows.length)) refresh(changed);
  };
  const sync = async () => {
    isAskedAgain = true;
    sending ??= (async () => {
      const slowly = setTimeout(() => { isSlow = true; lay(); }, SLOW);
      try {
        while (isAskedAgain) {
          isAskedAgain = false;
          await syncOnce();
        }
        noNet = false;
        wait = SHORTEST;
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        noNet = true;
        clearTimeout(timer);
        timer = setTimeout(sync, wait * (1 + Math.random() / 4));
        wait = Math.min(2 * wait, LONGEST);
      } finally {
        clearTimeout(slowly);
        sending = null;
        isSlow = false;
        lay();
      }
    })();
    return sending;
  };
  // The server's own cards in place of what was laid over them.
  const isTold = (marks) => {
    answered = answered.filter((mark) => !marks.includes(mark));
    lay();
  };
  const refresh = (changed) => {
    const of = (one) => answered.filter((mark) => mark.case === one);
    if (!isShell && changed.size > MOST_CARDS) {
      const marks = [...changed].flatMap(of);
      addEventListener("board:told", () => isTold(marks), { once: true });
      document.body.dispatchEvent(new CustomEvent("board:changed"));
    } else if (!isShell) {
      for (const one of changed) {
        const marks = of(one);
        htmx.ajax("GET", `/today/${one}/card/`, { target: `#case-${one}`, swap: "outerHTML" }).then(() => isTold(marks), () => {});
      }
    } else if (Date.now() - Number(sessionStorage.getItem("board-reloaded")) > LONGEST) {
      sessionStorage.setItem("board-reloaded", Date.now());
      location.reload();
    }
  };

  // What the device is given, and the worker that opens the page without a network.
  const keepFiles = async () => {
    const shell = root.dataset.shell, cache = await caches.open("board");
    const loaded = performance.getEntriesByType("resource").map((one) => new URL(one.name));
    const files = new Set(loaded.filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/")).map((one) => one.href));
    for (const file of files) if (!(await cache.match(file))) await cache.add(file);
    await cache.add(shell);
    for (const one of await cache.keys()) if (!files.has(one.url) && !one.url.endsWith(shell)) await cache.delete(one);
  };
  // As the page stands now: its cards may have been exchanged since it was loaded.
  const given = () => {
    const board = JSON.parse(document.getElementById("offline-board").textContent);
    for (const one of board.cards) {
      const card = cards().find((shown) => shown.dataset.case === one.case);
      if (!card) continue;
      one.state = card.dataset.told ?? card.dataset.state;
      one.said = said.get(card) ?? card.querySelector("[data-status]").textContent;
      one.minutes = card.dataset.minutes === "" ? null : Number(card.dataset.minutes);
      const about = card.querySelector("form[data-mark=undo] [name=about]");
      one.last = (about.dataset.told ?? about.value) || null;
    }
    return board;
  };
  const keepAll = async () => {
    await Device.sweepBoards((row) => row.user !== user);
    await Device.keepBoard(given());
    await navigator.serviceWorker?.register("/sw.js", { scope: "/today/" });
    await keepFiles();
  };
  const switchOff = async () => {
    await Device.sweepBoards(() => true);
    await Device.leave();
    Device.end();
  };

  // The shell has no name in it: they come from the device, for whoever still has the key.
  const cardOf = (one) => {
    const card = document.getElementById("offline-card").content.firstElementChild.cloneNode(true);
    const option = [...document.querySelectorAll("[data-place]")].find((place) => place.dataset.place === one.place);
    Object.assign(card.dataset, { case: one.case, state: one.state, told: one.state });
    card.querySelector("[data-name]").textContent = one.name;
    card.querySelector("[data-status]").textContent = one.said;
    card.querySelector("[data-expected]").textContent = [one.expected, option?.textContent].filter(Boolean).join(" · ");
    card.querySelector("[data-so-far]").textContent = one.minutes === null ? "" : root.dataset.minutes.replace("{minutes}", one.minutes);
    card.querySelectorAll("[name=place]").forEach((field) => { field.value = one.place || ""; });
    card.querySelector("[name=about]").value = one.last || "";
    return card;
  };
  const fill = async () => {
    const board = await Device.board();
    document.querySelector("#board .board").replaceChildren(...(board ? board.cards.map(cardOf) : []));
    show("no-key", !board);
    if (board) document.getElementById("board-day").textContent = board.day;
    lay();
  };

  // Two minutes without a touch hide the names, where no server can ask who is there.
  const lock = () => {
    if (!isShell && !noNet) return;
    document.getElementById("board").hidden = true;
    if (isShell) document.querySelector("#board .board").replaceChildren();
    show("locked", true);
  };
  let resting = setTimeout(lock, LOCKED_AFTER);
  const touched = () => {
    clearTimeout(resting);
    resting = setTimeout(lock, LOCKED_AFTER);
  };
  const unlock = async () => {
    show("locked", false);
    document.getElementById("board").hidden = false;
    if (isShell) await fill();
    focusIn(document.getElementById("board"));
    touched();
  };

  const start = async () => {
    if (isShell) {
      isReady = Device.session() !== null;
      await fill();
    }
    await reread();
    if (isOn) isReady = Device.session()?.user === user;
    else if (!rows.length) return switchOff();
    await sync();
    if (!isOn) return rows.length || switchOff();
    isReady = Device.session()?.user === user;
    if (!isShell && isReady) await keepAll();
  };
  root.addEventListener("click", async (event) => {
    if (event.target.closest("[data-unlock]")) await unlock();
    if (!event.target.closest("[data-dismiss]")) return;
    for (const row of rows.filter((one) => one.why)) await Device.drop(row.n);
    await reread();
  });
  for (const one of ["pointerdown", "keydown"]) document.addEventListener(one, touched);
  addEventListener("online", sync);
  addEventListener("offline", () => { noNet = true; lay(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && (noNet || rows.length)) sync(); });
  document.addEventListener("htmx:sendError", () => { noNet = true; lay(); });
  // Whose card has the focus is known while the old card still stands.
  document.addEventListener("htmx:beforeSwap", () => { focused = cardInFocus()?.dataset.case ?? ""; });
  document.addEventListener("htmx:afterSwap", async (event) => {
    lay();
    if (event.target.id === "board") dispatchEvent(new Event("board:told"));
    const card = cards().find((one) => one.dataset.case === focused);
    if (card && !card.contains(document.activeElement)) focusIn(card);
    focused = "";
    if (isOn && !isShell && isReady) await Device.keepBoard(given());
  });
  start();
})();

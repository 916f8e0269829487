// What this browser keeps of the board while there is no network: encrypted, each row its person's, and for twelve hours.
// The key is the server's and stands in sessionStorage alone, so that it ends with the tab.
const Device = (() => {
  const SESSION = "board";
  const encoder = new TextEncoder();
  const toBytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  let opened;

  const database = () => opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("skoleporten", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("boards", { keyPath: "user" });
      asked.result.createObjectStore("marks", { keyPath: "n", autoIncrement: true });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });

  // Strict: what is told as kept is on the disk.
  const run = async (store, ask) => {
    const transaction = (await database()).transaction(store, "readwrite", { durability: "strict" });
    const asked = ask(transaction.objectStore(store));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
    });
  };

  const session = () => {
    const kept = JSON.parse(sessionStorage.getItem(SESSION) || "null");
    if (kept && kept.until > Date.now()) return kept;
    sessionStorage.removeItem(SESSION);
    return null;
  };
  const begin = ({ user, ticket, key, seconds }) => {
    const before = session(), until = Date.now() + 1000 * seconds; // by this device's own clock, right or wrong
    const keys = before && before.user === user ? before.keys : {};
    sessionStorage.setItem(SESSION, JSON.stringify({ user, ticket, until, keys: { ...keys, [ticket]: key } }));
  };
  const learn = (ticket, key) => {
    const kept = session();
    kept.keys[ticket] = key;
    sessionStorage.setItem(SESSION, JSON.stringify(kept));
  };
  const end = () => sessionStorage.removeItem(SESSION);

  const imported = (key) => crypto.subtle.importKey("raw", toBytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);
  const bound = (iv, row) => ({ name: "AES-GCM", iv, additionalData: encoder.encode(row.user + row.ticket) });
  const sealed = async (content) => {
    const { user, ticket, until, keys } = session();
    const row = { user, ticket, until, iv: crypto.getRandomValues(new Uint8Array(12)) };
    row.data = await crypto.subtle.encrypt(bound(row.iv, row), await imported(keys[ticket]), encoder.encode(JSON.stringify(content)));
    return row;
  };
  // Null where the key is not at hand, or where somebody has changed the row.
  const unsealed = async (row) => {
    const kept = session();
    if (!row || !kept || kept.user !== row.user || !kept.keys[row.ticket]) return null;
    try {
      const data = await crypto.subtle.decrypt(bound(row.iv, row), await imported(kept.keys[row.ticket]), row.data);
      return JSON.parse(new TextDecoder().decode(data));
    } catch {
      return null;
    }
  };

  const marks = async () => {
    const all = await run("marks", (store) => store.getAll());
    const over = all.filter((row) => row.until <= Date.now());
    if (over.length) await run("marks", (store) => over.map((row) => store.delete(row.n))[0]);
    return all.filter((row) => row.until > Date.now());
  };
  const marksOf = async (user) => (await marks()).filter((row) => row.user === user);

  return {
    session, begin, learn, end, marks, marksOf,
    // The whole rows, in the order of the taps, with `mark` where it can be read.
    read: async (user) => Promise.all((await marksOf(user)).map(async (row) => ({ ...row, mark: await unsealed(row) }))),
    hold: async (mark) => {
      const row = await sealed(mark);
      return run("marks", (store) => store.add(row));
    },
    refuse: (row, why) => run("marks", (store) => store.put({ n: row.n, user: row.user, ticket: row.ticket, until: row.until, iv: row.iv, data: row.data, why })),
    ticketOf: async (user) => (await run("boards", (store) => store.get(user)))?.ticket,
    drop: (n) => run("marks", (store) => store.delete(n)),
    // Not of somebody who is about to leave: with the key gone nothing is kept any more.
    keepBoard: async (board) => {
      if (!session()) return null;
      const row = await sealed(board);
      return run("boards", (store) => store.put(row));
    },
    board: async () => unsealed(await run("boards", (store) => store.get((session() || {}).user || ""))),
    sweepBoards: async (which) => {
      const rows = await run("boards", (store) => store.getAll());
      const gone = rows.filter((row) => row.until <= Date.now() || which(row));
      if (gone.length) await run("boards", (store) => gone.map((row) => store.delete(row.user))[0]);
    },
    // Of one person; what another has not sent stays for her.
    forget: async (user) => {
      const rows = await marksOf(user);
      if (rows.length) await run("marks", (store) => rows.map((row) => store.delete(row.n))[0]);
      await run("boards", (store) => store.delete(user));
      end();
    },
    // Worker and cached files, which hold no name. What is queued stays until it is sent.
    leave: async () => {
      for (const one of await navigator.serviceWorker?.getRegistrations() ?? []) await one.unregister();
      for (const name of await caches.keys()) await caches.delete(name);
    },
  };
})();

// Logging out asks first where something has not been sent, and leaves what somebody else has not sent.
(() => {
  const user = document.currentScript.dataset.user;
  const page = document.querySelector("[data-unsent]");
  const mine = async () => (await Device.marksOf(user)).filter((row) => !row.why).length;
  const leave = async (form) => {
    const unsent = await mine();
    if (unsent && !page) {
      location.assign(form.action);
      return;
    }
    await Device.forget(user);
    form.elements.keep.value = (await Device.marks()).length ? "1" : "";
    form.submit();
  };
  if (!user || !("indexedDB" in window)) return;
  document.querySelectorAll("form[data-leaving]").forEach((form) => form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    leave(form).catch(() => form.submit());
  }));
  if (page) mine().then((unsent) => {
    page.hidden = !unsent;
    page.querySelector("[data-count]").textContent = unsent;
  }, () => {});
})();

// What the page keeps on this device, in IndexedDB: values by their keys, and nothing else.

export class Kept {
  constructor(name) {
    this.opened = new Promise((ready, failed) => {
      const opening = indexedDB.open(name, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
      opening.onsuccess = () => ready(opening.result);
      opening.onerror = () => failed(opening.error);
    });
  }

  async get(key) {
    const store = (await this.opened).transaction("kept").objectStore("kept");
    return new Promise((ready, failed) => {
      const asking = store.get(key);
      asking.onsuccess = () => ready(asking.result);
      asking.onerror = () => failed(asking.error);
    });
  }

  // Replaces a value by what `work` makes of it, at once and in one transaction, so that two tabs cannot lose each
  // other's changes. What `work` throws leaves the value as it was.
  async update(key, work) {
    const transaction = (await this.opened).transaction("kept", "readwrite", { durability: "strict" });
    const store = transaction.objectStore("kept");
    return new Promise((ready, failed) => {
      let made;
      let fault = null;
      const asking = store.get(key);
      asking.onsuccess = () => {
        try {
          made = work(asking.result);
          if (made === undefined) store.delete(key);
          else store.put(made, key);
        } catch (error) {
          fault = error;
          transaction.abort();
        }
      };
      transaction.oncomplete = () => ready(made);
      transaction.onabort = () => failed(fault || transaction.error);
    });
  }

  put(key, value) {
    return this.update(key, () => value);
  }

  async clear() {
    const transaction = (await this.opened).transaction("kept", "readwrite");
    transaction.objectStore("kept").clear();
    return new Promise((ready, failed) => {
      transaction.oncomplete = () => ready();
      transaction.onabort = () => failed(transaction.error);
    });
  }
}

// The two things that are thrown: a refusal by the library, and a mistake of the program that calls it.

function named(error, name) {
  Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
  return error;
}

export class Refusal extends Error {
  constructor(record) {
    super(record.code + ": " + record.messages.en);
    named(this, "Refusal");
    this.code = record.code;
    this.step = record.step;
    this.object = record.object;
    this.undetermined = record.undetermined;
    this.messages = record.messages;
    this.reason = record.reason;
    this.next = record.next;
  }
}

export class UsageError extends Error {
  constructor(code, message, more) {
    super(message);
    named(this, "UsageError");
    this.code = code;
    if (more && more.messages) this.messages = more.messages;
    if (more && more.cause !== undefined) this.cause = more.cause;
    if (more && more.missing) this.missing = more.missing;
  }
}

// What the module throws is the text of a JSON object; anything else is a fault of the module itself.
export function fromModule(thrown) {
  if (typeof thrown !== "string") return null;
  const fault = JSON.parse(thrown);
  if (fault.refusal) return new Refusal(fault.refusal);
  const messages = fault.zh === undefined ? undefined : { zh: fault.zh, en: fault.message };
  return new UsageError(fault.usage, fault.message, { messages });
}

// Named tests, one after the other, counted.

export class Tests {
  constructor(title) {
    this.title = title;
    this.passed = 0;
    this.failed = 0;
  }

  async run(name, work) {
    try {
      await work();
      this.passed++;
    } catch (error) {
      this.failed++;
      console.log(`FAIL  ${name}\n${(error && error.stack) || error}`);
    }
  }

  // Whether all are good.
  report() {
    console.log(`${this.title}: ${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0;
  }
}

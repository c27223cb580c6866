// Runs one thing at a time, and of those that were asked for meanwhile only the last.

export class Latest {
  private running = false;
  private next: (() => Promise<void>) | undefined;

  run(task: () => Promise<void>): void {
    this.next = task;
    if (!this.running) void this.drain();
  }

  private async drain(): Promise<void> {
    this.running = true;
    try {
      for (let task = this.next; task; task = this.next) {
        this.next = undefined;
        await task();
      }
    } finally {
      this.running = false;
    }
  }
}

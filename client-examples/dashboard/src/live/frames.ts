// However often something changes, it is drawn once a frame.

type Schedule = (draw: () => void) => void;

export class Frames {
  private readonly listeners = new Set<() => void>();
  private due = false;

  constructor(private readonly schedule: Schedule = (draw) => requestAnimationFrame(draw)) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  mark(): void {
    if (this.due) return;
    this.due = true;
    this.schedule(() => {
      this.due = false;
      for (const listener of this.listeners) listener();
    });
  }
}

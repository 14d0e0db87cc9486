import { WarmFrame } from './WarmFrame.ts';

/** `moveBefore` moves a frame without loading it anew; not every browser has it. */
interface Mover {
  moveBefore?: (node: Node, child: Node | null) => void;
}

/** Frames that are loaded before a message needs one. They wait in a parking place that has no room on the screen. */
export class FramePool {
  readonly #parking: HTMLElement;
  readonly #spare: WarmFrame[] = [];

  constructor(size: number) {
    this.#parking = document.createElement('div');
    this.#parking.className = 'n-frame-parking';
    this.#parking.inert = true;
    document.body.append(this.#parking);
    for (let made = 0; made < size; made += 1) this.#spare.push(this.#make());
  }

  /** A warm frame, moved into `place`. */
  take(place: HTMLElement): WarmFrame {
    const frame = this.#spare.pop() ?? this.#make();
    move(frame.element, place);
    return frame;
  }

  /** Emptied and parked until the next message. */
  give(frame: WarmFrame): void {
    frame.clear();
    move(frame.element, this.#parking);
    this.#spare.push(frame);
  }

  dispose(): void {
    this.#parking.remove();
  }

  #make(): WarmFrame {
    const frame = new WarmFrame();
    this.#parking.append(frame.element);
    return frame;
  }
}

function move(element: HTMLElement, place: HTMLElement & Mover): void {
  if (place.moveBefore !== undefined && element.isConnected && place.isConnected)
    place.moveBefore(element, null);
  else place.append(element);
}

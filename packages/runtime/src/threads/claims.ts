/** Who has a call that was sent ahead: the thread, once it starts it, or again the sender, who wants it for another thread. */

const slots = 1024

/** The memory that both sides share. */
export const claimsBuffer = (): SharedArrayBuffer => new SharedArrayBuffer(slots * Int32Array.BYTES_PER_ELEMENT)

/** Each call has a slot by its number. It holds the number while the call may be had by either side, and anything else from then on. */
export class Claims {
  readonly #cells: Int32Array
  constructor(buffer: SharedArrayBuffer) {
    this.#cells = new Int32Array(buffer)
  }
  /** Offers a call to the thread; false where another call that has not started has the slot. */
  offer(id: number): boolean {
    if (Atomics.load(this.#cells, id % slots) > 0) return false
    Atomics.store(this.#cells, id % slots, tagOf(id))
    return true
  }
  /** Takes a call, for the thread that starts it or for the sender; false where the other side has it. */
  take(id: number): boolean {
    return Atomics.compareExchange(this.#cells, id % slots, tagOf(id), 0) === tagOf(id)
  }
}

/** Not zero, and the same for no two calls that could meet in a slot. */
const tagOf = (id: number): number => (id % (2 ** 31 - 1)) + 1

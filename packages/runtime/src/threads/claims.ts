/** Who has a call that was sent ahead: the thread, once it starts it, or again the sender, who wants it for another thread. */

const slots = 1024

/** The memory that both sides share. */
export const claimsBuffer = (): SharedArrayBuffer => new SharedArrayBuffer(slots * Int32Array.BYTES_PER_ELEMENT)

/** Each offer has a ticket, and a slot by its number. The slot holds the ticket while either side may have the call, and nothing from then on. */
export class Claims {
  readonly #cells: Int32Array
  #last = 0
  constructor(buffer: SharedArrayBuffer) {
    this.#cells = new Int32Array(buffer)
  }
  /** The ticket of a new offer to the thread; 0 where its slot is still that of an offer that nobody has taken. */
  offer(): number {
    const ticket = (this.#last % (2 ** 31 - 1)) + 1
    if (Atomics.load(this.#cells, ticket % slots) !== 0) return 0
    this.#last = ticket
    Atomics.store(this.#cells, ticket % slots, ticket)
    return ticket
  }
  /** Takes what was offered, for the thread that starts it or for the sender; false where the other side has it. */
  take(ticket: number): boolean {
    return Atomics.compareExchange(this.#cells, ticket % slots, ticket, 0) === ticket
  }
}

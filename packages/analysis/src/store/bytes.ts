/** Numbers and strings as bytes, one after the other, and back. */

/** Collects whole numbers, each in as few bytes as it needs. */
export class ByteWriter {
  #bytes = new Uint8Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Any whole number of up to 31 bits, negative ones too. */
  number(value: number): void {
    this.count(value < 0 ? -2 * value - 1 : 2 * value)
  }

  /** A number that is never negative. */
  count(value: number): void {
    if (this.#length + 5 > this.#bytes.length) this.#grow(5)
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#bytes[this.#length++] = rest
  }

  /** The bytes of something else, with their number before them. */
  block(bytes: Uint8Array): void {
    this.count(bytes.length)
    if (this.#length + bytes.length > this.#bytes.length) this.#grow(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  text(text: string): void {
    this.block(Buffer.from(text, 'utf8'))
  }

  /** What was written, of which later writing changes nothing. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #grow(by: number): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + by))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}

/** Reads what a `ByteWriter` wrote. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  number(): number {
    const value = this.count()
    return value & 1 ? -((value + 1) / 2) : value / 2
  }

  /** @throws RangeError where the bytes end */
  count(): number {
    const bytes = this.#bytes
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[this.#at++]
      if (byte === undefined) break
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value >>> 0
    }
    throw new RangeError('the bytes end in the middle of a number')
  }

  /** The number of things that follow, of at least a byte each. */
  size(): number {
    const size = this.count()
    if (size > this.#bytes.length - this.#at) throw new RangeError('more is announced than there is')
    return size
  }

  /** A view of a block, no copy. */
  block(): Uint8Array {
    const size = this.size()
    return this.#bytes.subarray(this.#at, (this.#at += size))
  }

  text(): string {
    const { buffer, byteOffset, length } = this.block()
    return Buffer.from(buffer, byteOffset, length).toString('utf8')
  }
}

/** How values stand in Redis: V8's serialization, as text. Dates, maps, typed arrays, bigints and undefined survive. */
import { DefaultDeserializer, serialize } from 'node:v8'

/** Node calls this for each buffer and typed array; its own one gives views of the message, which the next copy would take whole. */
interface HostObjects {
  _readHostObject(): ArrayBufferView
}

const { _readHostObject: readView } = DefaultDeserializer.prototype as unknown as HostObjects

class Deserializer extends DefaultDeserializer implements HostObjects {
  _readHostObject(): ArrayBufferView {
    const view = readView.call(this as unknown as HostObjects)
    const bytes = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength)
    // Between threads a Buffer is a Uint8Array, too.
    if (Buffer.isBuffer(view)) return new Uint8Array(bytes)
    return new (view.constructor as new (from: ArrayBufferLike) => ArrayBufferView)(bytes)
  }
}

/** A value as text; throws for what can't be copied, such as functions. */
export const encode = (value: unknown): string => serialize(value).toString('base64')

/** The value of a text; throws where it is none, or was written by a Node whose format this one does not know. */
export function decode(text: string): unknown {
  const reader = new Deserializer(Buffer.from(text, 'base64')) as DefaultDeserializer
  reader.readHeader()
  return reader.readValue()
}

/** What a value is on the other side; throws for what can't cross to a thread either, where V8 itself would let it arrive empty. */
export const copyOf = (value: unknown): unknown => decode(encode(structuredClone(value)))

/** How many bytes the value of a text takes. */
export const bytesOf = (text: string): number => Math.ceil((text.length * 3) / 4)

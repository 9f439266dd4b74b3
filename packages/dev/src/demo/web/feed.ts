/** Tells every open page what is new, as server-sent events. */
import type { ServerResponse } from 'node:http'

/** A page that reads slower than this is let go, in bytes that wait for it. It comes back by itself and begins anew. */
const mostWaiting = 4 << 20

/** The open pages. */
export class Feed {
  readonly #pages = new Set<ServerResponse>()

  /** Adds a page, whose first message is `first`. */
  open(response: ServerResponse, first: object): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.on('close', () => this.#pages.delete(response))
    this.#pages.add(response)
    response.write(eventOf(first))
  }

  /** Tells all of them. */
  tell(message: object): void {
    const text = eventOf(message)
    for (const page of this.#pages) {
      if (page.writableLength > mostWaiting) page.destroy()
      else page.write(text)
    }
  }
}

const eventOf = (message: object): string => `data: ${JSON.stringify(message)}\n\n`

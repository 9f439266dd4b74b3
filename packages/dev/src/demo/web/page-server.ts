/** Serves the demo's page, its news, and what its buttons ask for. */
import type { PageData, Settings } from '@offloop/page/live'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { readSettings } from './settings.ts'

const mostBytes = 1024
const headers = {
  'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:",
  'x-content-type-options': 'nosniff',
}
const html = 'text/html; charset=utf-8'
const files = {
  '/program.js': { file: 'page-program.js', type: 'text/javascript; charset=utf-8' },
  '/style.css': { file: 'page-style.css', type: 'text/css; charset=utf-8' },
} as const

/** What the server serves. */
export interface PageHost {
  readonly data: PageData
  /** A page wants its news. */
  onPage(response: ServerResponse): void
  onSettings(settings: Settings): void
}

/** A server that has still to listen. */
export function pageServer(host: PageHost): Server {
  return createServer((request, response) => {
    answer(request, response, host).catch((error: Error) => {
      if (response.headersSent) response.destroy()
      else reply(response, 500, `the demo failed: ${error.message}`)
    })
  })
}

async function answer(request: IncomingMessage, response: ServerResponse, host: PageHost): Promise<void> {
  // Other sites' pages must not start a load here, by whatever name they reach this machine.
  if (!isLocal(request.headers.host)) return reply(response, 403, 'open this page as http://127.0.0.1 or http://localhost')
  const path = request.url ?? ''
  if (path === '/settings') return takeSettings(request, response, host)
  if (request.method !== 'GET' && request.method !== 'HEAD') return reply(response, 405, `${request.method} is not for ${path}`)
  if (path === '/') return reply(response, 200, pageOf(host.data), html)
  if (path === '/news') return host.onPage(response)
  if (path !== '/program.js' && path !== '/style.css') return reply(response, 404, `there is nothing at ${path}`)
  const { file, type } = files[path]
  return reply(response, 200, await readFile(new URL(file, import.meta.url), 'utf8'), type)
}

async function takeSettings(request: IncomingMessage, response: ServerResponse, host: PageHost): Promise<void> {
  if (request.method !== 'POST') return reply(response, 405, 'settings are sent with POST')
  if (request.headers['content-type'] !== 'application/json') return reply(response, 415, 'settings are application/json')
  let body = ''
  for await (const part of request.setEncoding('utf8')) {
    body += part
    if (body.length > mostBytes) return reply(response, 413, `settings have at most ${mostBytes} bytes`)
  }
  const settings = readSettings(body)
  if (typeof settings === 'string') return reply(response, 400, settings)
  host.onSettings(settings)
  return reply(response, 204, '')
}

function reply(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { ...headers, 'content-type': type }).end(text)
}

function isLocal(host = ''): boolean {
  return /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/u.test(host)
}

function pageOf(data: PageData): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>On the loop, off the loop</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script src="/program.js" defer></script>
</head>
<body>
<div id="page"><p>This page needs JavaScript.</p></div>
</body>
</html>
`
}

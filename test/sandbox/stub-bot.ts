import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

// Stands in for src/index.ts when the start script itself is tested. The grandchild must not outlive it either.
const grandchild = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
const heard: unknown[] = [];

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/die') process.exit(3);
    if (request.method === 'POST') heard.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.end(JSON.stringify({ pids: [process.pid, grandchild.pid], heard, env: process.env }));
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');

// Ends the engines of a program that is no more, also of one that was killed: an engine that compiles or runs without end
// hears nothing. Lines on the standard input: `+123` for a process that was started, `-123` for one that has ended.
import { createInterface } from 'node:readline';

const alive = new Set();
process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group; what the program leaves behind is found below
createInterface({ input: process.stdin })
  .on('line', (line) => {
    if (line.startsWith('+')) alive.add(Number(line.slice(1)));
    else alive.delete(Number(line.slice(1)));
  })
  .on('close', () => {
    for (const pid of alive) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  });

// Draws the demo's picture: gold and lead spheres on a board, by a tiny ray tracer. `node examples/demo/make-picture.mjs`
// writes examples/demo/picture.png again, byte for byte.
import { writeFileSync } from 'node:fs';
import { png } from '@assay/cli';

const WIDTH = 640;
const HEIGHT = 480;
const light = unit([-0.5, 0.9, -0.6]);
const spheres = [
  { center: [-1.15, 1, 4.2], radius: 1, color: [0.95, 0.72, 0.2], shine: 60 },
  { center: [1.05, 0.8, 3.6], radius: 0.8, color: [0.42, 0.45, 0.5], shine: 12 },
  { center: [0.1, 0.35, 2.5], radius: 0.35, color: [0.95, 0.72, 0.2], shine: 60 },
  { center: [2.6, 1.3, 6.5], radius: 1.3, color: [0.3, 0.5, 0.65], shine: 25 },
];

function dot(a, b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
function along(origin, direction, t) {
  return origin.map((x, i) => x + t * direction[i]);
}
function unit(v) {
  const length = Math.sqrt(dot(v, v));
  return v.map((x) => x / length);
}

function hit(origin, direction) {
  let nearest = { t: direction[1] < 0 ? -origin[1] / direction[1] : Number.POSITIVE_INFINITY, sphere: undefined };
  for (const sphere of spheres) {
    const toCenter = sphere.center.map((x, i) => x - origin[i]);
    const b = dot(toCenter, direction);
    const square = b * b - dot(toCenter, toCenter) + sphere.radius ** 2;
    if (square <= 0) continue;
    const t = b - Math.sqrt(square);
    if (t > 1e-4 && t < nearest.t) nearest = { t, sphere };
  }
  return nearest;
}

function shade(origin, direction) {
  const { t, sphere } = hit(origin, direction);
  if (t === Number.POSITIVE_INFINITY || t > 60) return [0.55 + 0.3 * direction[1], 0.68 + 0.2 * direction[1], 0.85];
  const point = along(origin, direction, t);
  const normal = sphere === undefined ? [0, 1, 0] : unit(point.map((x, i) => x - sphere.center[i]));
  const isLight = (Math.floor(point[0]) + Math.floor(point[2])) % 2 === 0;
  const color = sphere?.color ?? (isLight ? [0.86, 0.84, 0.8] : [0.34, 0.3, 0.28]);
  const isShadowed = hit(along(point, normal, 1e-3), light).sphere !== undefined;
  const diffuse = isShadowed ? 0 : Math.max(0, dot(normal, light));
  const half = unit(light.map((x, i) => x - direction[i]));
  const gloss = isShadowed || sphere === undefined ? 0 : Math.max(0, dot(normal, half)) ** sphere.shine;
  return color.map((x) => x * (0.25 + 0.75 * diffuse) + 0.6 * gloss);
}

const rgba = new Uint8Array(4 * WIDTH * HEIGHT);
for (let y = 0; y < HEIGHT; y++) {
  for (let x = 0; x < WIDTH; x++) {
    const direction = unit([(x - WIDTH / 2) / HEIGHT, (HEIGHT / 2 - y) / HEIGHT - 0.12, 1]);
    const color = shade([0, 1.3, -1], direction);
    rgba.set(
      [...color.map((level) => Math.round(255 * Math.min(1, Math.max(0, level)) ** 0.8)), 255],
      4 * (y * WIDTH + x),
    );
  }
}
writeFileSync(new URL('picture.png', import.meta.url), png.encode(WIDTH, HEIGHT, rgba));

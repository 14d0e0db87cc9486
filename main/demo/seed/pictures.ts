import { encodePng, type Colour } from './encodePng.ts';

const mix = (a: Colour, b: Colour, amount: number): Colour => {
  const t = Math.min(1, Math.max(0, amount));
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
};

/** 1 inside a disc, 0 outside, a soft rim between. */
const disc = (x: number, y: number, cx: number, cy: number, radius: number, soft = 0.01): number =>
  Math.min(1, Math.max(0, (radius - Math.hypot((x - cx) * 1.6, y - cy)) / soft));

const band = (y: number, from: number, to: number): number => (y >= from && y < to ? 1 : 0);

/** A buckwheat galette on a slate plate, with an egg. */
const galette = (x: number, y: number): Colour => {
  const lace = Math.sin(x * 90) * Math.cos(y * 70) * 0.12;
  let colour: Colour = mix([244, 239, 230], [228, 219, 205], y);
  colour = mix(colour, [62, 68, 78], disc(x, y, 0.5, 0.52, 0.44));
  colour = mix(colour, [139, 98, 60], disc(x, y, 0.5, 0.52, 0.37));
  colour = mix(colour, [186, 142, 92], disc(x, y, 0.5, 0.52, 0.34, 0.08) * (0.8 + lace));
  colour = mix(colour, [252, 249, 240], disc(x, y, 0.49, 0.5, 0.16, 0.03));
  return mix(colour, [245, 178, 46], disc(x, y, 0.5, 0.49, 0.075));
};

/** A hamburger in section, as a laboratory would draw it. */
const burger = (x: number, y: number): Colour => {
  const layers: readonly (readonly [number, number, Colour])[] = [
    [0.22, 0.42, [214, 143, 70]],
    [0.42, 0.47, [122, 172, 82]],
    [0.47, 0.52, [250, 201, 76]],
    [0.52, 0.64, [108, 62, 43]],
    [0.64, 0.68, [196, 62, 52]],
    [0.68, 0.8, [222, 158, 88]],
  ];
  const background = mix([236, 244, 246], [214, 229, 234], y);
  const reach =
    y < 0.42 ? 0.3 * Math.sqrt(Math.max(0, 1 - ((0.42 - y) / 0.2) ** 2)) : 0.29 + 0.012 * Math.sin(x * 60);
  if (Math.abs(x - 0.5) > reach) return background;
  return layers.reduce((colour, [from, to, paint]) => mix(colour, paint, band(y, from, to)), background);
};

/** Evening on the Emerald Coast. */
const coast = (x: number, y: number): Colour => {
  const sky = mix([255, 201, 140], [92, 128, 180], 1 - y / 0.55);
  const sun = mix(sky, [255, 240, 205], disc(x, y, 0.68, 0.42, 0.09, 0.02));
  if (y < 0.55 + 0.004 * Math.sin(x * 9)) return sun;
  if (y < 0.8)
    return mix(
      [58, 104, 132],
      [236, 178, 130],
      Math.max(0, 0.5 - Math.abs(x - 0.68) * 2 + Math.sin(y * 160) * 0.1),
    );
  return mix([214, 188, 150], [178, 148, 112], (y - 0.8) * 4);
};

/** Rest of batter against tenderness: seven bars and a line to beat. */
const chart = (x: number, y: number): Colour => {
  const heights = [0.22, 0.34, 0.47, 0.61, 0.7, 0.74, 0.72];
  const column = Math.floor((x - 0.08) / 0.125);
  const within = ((x - 0.08) % 0.125) / 0.125;
  const height = heights[column];
  if (x < 0.08 || height === undefined || within > 0.72)
    return Math.abs(y - 0.28) < 0.006 ? [210, 80, 60] : [252, 251, 248];
  return y > 0.92 - height && y < 0.92 ? mix([56, 112, 148], [104, 170, 196], y) : [252, 251, 248];
};

/** A field of buckwheat in flower. */
const field = (x: number, y: number): Colour => {
  if (y < 0.4) return mix([176, 208, 234], [240, 244, 240], y / 0.4);
  const blossom = Math.sin(x * 240 + y * 37) * Math.sin(y * 190 - x * 21);
  return mix(mix([104, 140, 84], [62, 98, 58], y), [250, 244, 246], blossom > 0.55 ? 0.9 : 0);
};

const MOTIFS = { galette, burger, coast, chart, field } as const;

export type Motif = keyof typeof MOTIFS;

/** A small picture (PNG) drawn by arithmetic, the same every time. */
export const drawPicture = (motif: Motif, width = 360, height = 225): Buffer =>
  encodePng(width, height, MOTIFS[motif]);

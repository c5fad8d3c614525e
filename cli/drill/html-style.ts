/** Colours of one scheme. Text on `page` and on `panel` has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3), lines of 3 to 1 (1.4.11). */
export interface Palette {
  readonly page: string;
  readonly panel: string;
  readonly text: string;
  readonly muted: string;
  readonly pass: string;
  readonly fail: string;
  readonly accent: string;
  readonly line: string;
  /** Between rows: decoration, which needs no contrast. */
  readonly rule: string;
}

export const PALETTES: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    page: '#ffffff',
    panel: '#f4f6f8',
    text: '#1b1f24',
    muted: '#555f6b',
    pass: '#116329',
    fail: '#b3261e',
    accent: '#0b5cad',
    line: '#7b8794',
    rule: '#d5dbe1',
  },
  dark: {
    page: '#11161b',
    panel: '#1a2128',
    text: '#e8edf2',
    muted: '#a3afbb',
    pass: '#5fd47d',
    fail: '#ff948c',
    accent: '#7cb8ff',
    line: '#7d8a97',
    rule: '#313b45',
  },
};

const variables = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');

/** The page's style: one column on a phone, a table where there is room, ink only where it tells something on paper. */
export const STYLE = `
:root{${variables(PALETTES.light)};color-scheme:light}
@media screen and (prefers-color-scheme:dark){:root{${variables(PALETTES.dark)};color-scheme:dark}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:68rem;padding:1rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
h1{font-size:1.4rem;line-height:1.25;margin:0 0 .75rem}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 .5rem}
h3{font-size:1rem;margin:1.5rem 0 .5rem}
p,ul,ol{margin:.5rem 0}
ul,ol{padding-left:1.4rem}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
code,pre{font:.82rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
pre{margin:.5rem 0;padding:.6rem .75rem;background:var(--page);border:1px solid var(--rule);border-radius:4px;white-space:pre-wrap;overflow-wrap:anywhere}
section{border-top:1px solid var(--rule);margin-top:2rem;padding-top:1.5rem}
.verdict{border:2px solid;border-left-width:.6rem;border-radius:6px;padding:.75rem 1rem;background:var(--panel)}
.verdict p{color:var(--text)}
.verdict>:first-child{margin:0;font-size:1.5rem;font-weight:700;line-height:1.25;color:inherit}
.verdict>:last-child{margin-bottom:0}
.verdict ul{color:var(--text)}
.pass{color:var(--pass)}
.fail{color:var(--fail)}
.skip,.muted{color:var(--muted)}
.small{font-size:.9rem}
.mark{font-weight:700;white-space:nowrap}
.wrap{overflow-wrap:anywhere}
.maps{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(19rem,100%),1fr));gap:1rem;margin:1rem 0}
figure{margin:0;padding:.75rem;background:var(--panel);border-radius:6px}
figure svg{display:block;width:100%;max-width:24rem;height:auto;margin:0 auto}
figcaption{font-size:.9rem;margin-top:.25rem}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:.5rem 0;padding:0;list-style:none;font-size:.9rem}
.legend li{display:flex;align-items:center;gap:.4rem}
.legend svg{flex:none}
svg text{font:600 12px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;fill:var(--text);text-anchor:middle}
svg .role{font-weight:400;font-size:11px;fill:var(--text)}
svg .gone .role{fill:var(--fail)}
svg .box{fill:var(--page);stroke:var(--line);stroke-width:1.5}
svg .writer .box{stroke:var(--accent);stroke-width:3}
svg .gone .box{stroke:var(--fail);stroke-width:2;stroke-dasharray:5 4}
svg .cross{stroke:var(--fail);stroke-width:2.5;stroke-linecap:round}
svg .copy{fill:none;stroke:var(--line);stroke-width:1.25}
svg .network{fill:none;stroke:var(--line);stroke-width:2.5;stroke-dasharray:1 4;stroke-linecap:round}
svg .served{fill:var(--accent)}
svg .gone .served{fill:none;stroke:var(--accent)}
svg .database{fill:none;stroke:var(--accent);stroke-width:2.5}
svg .broken{stroke-dasharray:2 5}
svg .copy-head{fill:var(--line)}
svg .database-head{fill:var(--accent)}
.timeline{list-style:none;margin:.5rem 0;padding:0}
.timeline li{padding:.3rem 0;border-bottom:1px solid var(--rule);break-inside:avoid}
.timeline .row{display:flex;gap:.75rem;justify-content:space-between}
.timeline .row>:last-child{white-space:nowrap;font-variant-numeric:tabular-nums}
.bar{display:block;width:100%;height:.6rem;margin-top:.2rem}
.bar .track{fill:var(--rule)}
.bar .pass{fill:var(--pass)}
.bar .fail{fill:var(--fail)}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;color:var(--muted);padding-bottom:.25rem}
th,td{padding:.3rem .45rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
th{font-weight:600}
tbody th{font-weight:400}
.step{min-width:10rem}
table{margin:.75rem 0}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td .call{white-space:nowrap}
.nothing{color:var(--muted)}
details{margin:.5rem 0;padding:.5rem .75rem;background:var(--panel);border-radius:6px}
summary{cursor:pointer;font-weight:600;overflow-wrap:anywhere}
.stack{border-top:1px solid var(--rule);margin-top:.5rem;padding-top:.5rem}
.changes{list-style:none;padding:0;font-size:.9rem}
.changes li{padding:.1rem 0 .1rem 1rem;text-indent:-1rem;overflow-wrap:anywhere}
.diff .add{color:var(--pass)}
.diff .remove{color:var(--fail)}
@media (max-width:44rem){
th,td{padding-inline:.25rem}
.cards,.cards tbody{display:block}
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards caption{display:block}
.cards tr{display:grid;grid-template-columns:repeat(3,1fr);gap:.1rem .75rem;padding:.5rem 0;border-bottom:1px solid var(--rule)}
.cards th,.cards td{border:0;padding:0;text-align:left;white-space:normal}
.cards .whole{grid-column:1/-1}
.cards .calls{order:1}
.cards .result::before{display:none}
.cards td::before{content:attr(data-label) " ";color:var(--muted)}
}
@page{margin:14mm}
@media print{
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{max-width:none;padding:0;font-size:10pt}
section{break-before:page;border-top:0;margin-top:0;padding-top:0}
figure,.verdict,tr,pre{break-inside:avoid}
h2,h3,summary,caption{break-after:avoid}
.maps{grid-template-columns:repeat(2,1fr)}
details::details-content{content-visibility:visible;display:block;height:auto}
summary{list-style:none}
details,table{font-size:8.5pt}
details .changes,details code,pre{font-size:8pt}
table{break-inside:avoid}
th,td{padding:.15rem .2rem}
.step{min-width:9rem}
table{font-size:8pt}
p,ul{margin:.25rem 0}
details{padding:.3rem .5rem}
a{color:inherit;text-decoration:none}
}
`.trim();

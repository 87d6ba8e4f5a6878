import { signal } from '@preact/signals';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const KEPT_AS = 'docmind.theme';

export const theme = signal<Theme>(THEMES.find((one) => one === localStorage.getItem(KEPT_AS)) ?? 'system');
show(theme.value);

export function useTheme(next: Theme): void {
  theme.value = next;
  localStorage.setItem(KEPT_AS, next);
  show(next);
}

function show(chosen: Theme): void {
  document.documentElement.dataset.theme = chosen;
}

/** How a Teams-like client draws cards: a host config for the renderer, and colours for what the page itself draws. */
export interface Theme {
  page: string;
  colors: Record<string, string>;
  hostConfig: object;
}

interface Palette {
  page: string;
  text: string;
  subtle: string;
  line: string;
  input: string;
  accent: string;
  good: string;
  warning: string;
  attention: string;
  onDestructive: string;
  onAccent: string;
  containers: Record<'default' | 'emphasis' | 'accent' | 'good' | 'warning' | 'attention', string>;
}

const light: Palette = {
  page: '#ffffff',
  text: '#242424',
  subtle: '#616161',
  line: '#d1d1d1',
  input: '#ffffff',
  accent: '#5b5fc7',
  good: '#237b4b',
  warning: '#835c00',
  attention: '#c4314b',
  onDestructive: '#ffffff',
  onAccent: '#ffffff',
  containers: {
    default: '#ffffff',
    emphasis: '#f5f5f5',
    accent: '#e8ebfa',
    good: '#e7f2da',
    warning: '#fbf6d9',
    attention: '#f9eced',
  },
};

const dark: Palette = {
  page: '#292929',
  text: '#ffffff',
  subtle: '#adadad',
  line: '#666666',
  input: '#1f1f1f',
  accent: '#9ea2ff',
  good: '#92c353',
  warning: '#f8d22a',
  attention: '#f9526b',
  onDestructive: '#000000',
  onAccent: '#000000',
  containers: {
    default: '#292929',
    emphasis: '#1f1f1f',
    accent: '#2f2f4a',
    good: '#0d2e0d',
    warning: '#463100',
    attention: '#3b1519',
  },
};

const black = '#000000';
const contrast: Palette = {
  page: black,
  text: '#ffffff',
  subtle: '#ffffff',
  line: '#ffffff',
  input: black,
  accent: '#1aebff',
  good: '#3ff23f',
  warning: '#ffff01',
  attention: '#ffff01',
  onDestructive: black,
  onAccent: black,
  containers: { default: black, emphasis: black, accent: black, good: black, warning: black, attention: black },
};

function both(color: string, subtle = color): { default: string; subtle: string } {
  return { default: color, subtle };
}

function containerStyle(backgroundColor: string, palette: Palette): object {
  return {
    backgroundColor,
    foregroundColors: {
      default: both(palette.text, palette.subtle),
      accent: both(palette.accent),
      good: both(palette.good),
      warning: both(palette.warning),
      attention: both(palette.attention),
    },
  };
}

function themeOf(palette: Palette): Theme {
  const { page, text, line, input, accent, onAccent, attention, onDestructive } = palette;
  return {
    page,
    colors: {
      text,
      line,
      input,
      accent,
      'on-accent': onAccent,
      destructive: attention,
      'on-destructive': onDestructive,
    },
    hostConfig: {
      supportsInteractivity: true,
      fontFamily: "'Segoe UI', 'Liberation Sans', sans-serif",
      spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 12 },
      separator: { lineThickness: 1, lineColor: line },
      fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 300, default: 400, bolder: 600 },
      lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
      containerStyles: Object.fromEntries(
        Object.entries(palette.containers).map(([name, color]) => [name, containerStyle(color, palette)]),
      ),
      actions: {
        maxActions: 6,
        spacing: 'default',
        buttonSpacing: 8,
        showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
        actionsOrientation: 'horizontal',
        actionAlignment: 'left',
      },
      adaptiveCard: { allowCustomStyle: false },
    },
  };
}

export const themes = { light: themeOf(light), dark: themeOf(dark), contrast: themeOf(contrast) };

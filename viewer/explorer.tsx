import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Opened } from '../traces/viewer/ask.ts';
import { ask, messageOf } from './explore/client.ts';
import { ExploreView } from './explore/explore-view.tsx';
import { Shell } from './parts/shell.tsx';
import './style.css';
import './explore/style.css';

function Explorer() {
  const [opened, setOpened] = useState<Opened | string>('Loading the model…');
  useEffect(() => {
    ask({ ask: 'open' }).then(setOpened, (error) => setOpened(messageOf(error)));
  }, []);
  if (typeof opened === 'string') {
    return (
      <main class="failed">
        <p role="alert">{opened}</p>
      </main>
    );
  }
  document.title = `${opened.protocol} · lastref`;
  return (
    <Shell version={opened.lastref} up={null}>
      <ExploreView opened={opened} />
    </Shell>
  );
}

const root = document.getElementById('root');
if (root) render(<Explorer />, root);

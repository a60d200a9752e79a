// Bootstrap Italia draws its focus ring unless `data-focus-mouse` says that the focus came by pointer. Its own script
// guesses; the browser knows (`:focus-visible`), so this says what the browser knows. Called once, at the start.
export function watchFocus(): void {
  document.addEventListener('focusin', (e) => {
    const qui = e.target as HTMLElement
    if (!qui.matches(':focus-visible')) qui.dataset.focusMouse = 'true'
  })
  document.addEventListener('focusout', (e) => delete (e.target as HTMLElement).dataset.focusMouse)
}

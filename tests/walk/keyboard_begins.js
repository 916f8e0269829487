() => {
    const can = 'a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex="0"]';
    const seen = one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[inert]');
    const all = [...document.querySelectorAll(can)].filter(one => seen(one) && one.tabIndex >= 0);
    const groups = new Set();
    window.keyboardStops = all.filter(one => {  // of the radio buttons with one name Tab reaches one
        if (one.type !== 'radio') return true;
        const group = [...all].filter(other => other.type === 'radio' && other.name === one.name && other.form === one.form);
        const first = group.find(other => other.checked) ?? group[0];
        return first === one;
    });
    window.keyboardSeen = new Set();
    window.keyboardFaults = { unseen: [], covered: [] };
    window.walkedRound = false;
    document.activeElement?.blur();
    window.scrollTo(0, 0);
    const tell = one => one.outerHTML.slice(0, 160);
    const shows = one => {
        const parts = [one, ...(one.labels ?? []), one.parentElement, one.closest('.ds-field')].filter(Boolean);
        return parts.some(part => [null, '::before', '::after'].some(pseudo => {
            const style = getComputedStyle(part, pseudo);
            const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
            return outlined || style.boxShadow !== 'none';
        }));
    };
    document.addEventListener('focusin', event => {
        const one = event.target;
        if (window.keyboardSeen.has(one)) { window.walkedRound = true; return; }
        window.keyboardSeen.add(one);
        if (!shows(one)) window.keyboardFaults.unseen.push(tell(one));
        const box = one.getBoundingClientRect();
        const [x, y] = [box.left + box.width / 2, Math.min(Math.max(box.top, 1) + Math.min(box.height, innerHeight) / 2, innerHeight - 1)];
        if (box.bottom <= 0 || box.top >= innerHeight) { window.keyboardFaults.covered.push(tell(one)); return; }
        const top = document.elementFromPoint(Math.min(Math.max(x, 0), innerWidth - 1), Math.min(y, innerHeight - 1));
        const above = top && getComputedStyle(top).position;
        if (top && !one.contains(top) && !top.contains(one) && (above === 'fixed' || above === 'sticky')) window.keyboardFaults.covered.push(tell(one));
    });
    const inner = { date: 3, time: 2, 'datetime-local': 5, month: 2, week: 2 };  // day, month, year and the calendar
    return window.keyboardStops.reduce((presses, one) => presses + 1 + (inner[one.type] ?? 0), 0);
}

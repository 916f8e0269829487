() => [...document.querySelectorAll('[data-painted]')].filter(one => {
    const style = getComputedStyle(one);
    const paper = getComputedStyle(one.parentElement).backgroundColor;
    const bordered = ['Top', 'Right', 'Bottom', 'Left'].some(side =>
        style[`border${side}Style`] !== 'none' && parseFloat(style[`border${side}Width`]) > 0);
    const told = style.backgroundColor !== paper && !style.backgroundColor.endsWith(', 0)') && style.forcedColorAdjust === 'none';
    return !bordered && !told && style.outlineStyle === 'none' && getComputedStyle(one, '::before').content === 'none';
}).map(one => one.outerHTML.slice(0, 160))

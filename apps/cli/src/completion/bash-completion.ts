/**
 * The completion script for bash. It needs no package, evaluates nothing that was typed, and takes account of bash
 * splitting words at an equals sign: of `planning=li` bash replaces only `li`.
 */
export const BASH_COMPLETION = `# bash completion for tapehaul
__tapehaul_complete() {
    local line="\${COMP_LINE:0:COMP_POINT}" cur directive=0 found=() words=()
    read -ra words <<< "$line"
    [[ "$line" == *[[:space:]] ]] && words+=("")
    cur="\${words[\${#words[@]}-1]}"
    while IFS= read -r line; do
        if [[ "$line" == :* ]]; then directive="\${line#:}"; else found+=("\${line%%$'\\t'*}"); fi
    done < <(tapehaul complete -- "\${words[@]:1}" 2>/dev/null)
    if (( directive & 2 )); then compopt -o nospace 2>/dev/null; fi
    if [[ "$COMP_WORDBREAKS" == *=* && "$cur" == *=* ]]; then
        found=("\${found[@]#"\${cur%"\${cur##*=}"}"}")
    elif [[ "$cur" == --*=* ]]; then
        found=("\${found[@]/#/\${cur%%=*}=}")
    fi
    COMPREPLY=("\${found[@]}")
}
complete -F __tapehaul_complete tapehaul
`;

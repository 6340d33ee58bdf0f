package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tolokadash/internal/config"
	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/tolokaapi"
	"tolokadash/ui/pane"
)

// knownPoolsFile holds the last list of pools of each host, for completions, which
// ask nobody.
const knownPoolsFile = "pools.json"

// knownAtMost is how many pools of a host are kept.
const knownAtMost = 5000

// A knownPool is a pool of the last list.
type knownPool struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// rememberPools keeps a list of pools. It is no part of any command: what goes
// wrong is not told.
func rememberPools(host string, pools []fleet.Pool) {
	path, err := stateFile(knownPoolsFile)
	if err != nil || len(pools) == 0 {
		return
	}
	all := readKnownPools(path)
	listed := map[string]bool{}
	var kept []knownPool
	for _, p := range pools {
		listed[p.Ref.ID] = true
		kept = append(kept, knownPool{p.Ref.ID, p.Name})
	}
	for _, p := range all[host] { // of another selection
		if !listed[p.ID] {
			kept = append(kept, p)
		}
	}
	all[host] = kept[:min(len(kept), knownAtMost)]
	writeKnownPools(path, all)
}

func writeKnownPools(path string, all map[string][]knownPool) {
	data, err := json.Marshal(all)
	if err != nil {
		return
	}
	fresh, err := os.CreateTemp(filepath.Dir(path), knownPoolsFile) // so that nobody reads half of it
	if err != nil {
		return
	}
	_, err = fresh.Write(data)
	if fresh.Close() != nil || err != nil || os.Rename(fresh.Name(), path) != nil {
		_ = os.Remove(fresh.Name())
	}
}

// rememberNames keeps the names of pools that were asked for by their ids alone,
// beside the last list.
func rememberNames(host string, results []headless.Result) {
	path, err := stateFile(knownPoolsFile)
	if err != nil {
		return
	}
	all := readKnownPools(path)
	known := map[string]string{}
	for _, p := range all[host] {
		known[p.ID] = p.Name
	}
	var fresh []knownPool
	for i := range results {
		if r := &results[i]; r.Name != "" && r.On.Subject == tolokaapi.SubjectPool && known[r.On.ID] == "" {
			fresh = append(fresh, knownPool{r.On.ID, r.Name})
		}
	}
	if len(fresh) > 0 {
		kept := slices.Concat(fresh, all[host])
		all[host] = kept[:min(len(kept), knownAtMost)]
		writeKnownPools(path, all)
	}
}

// nameResults names the pools that no answer named, as the last lists of pools do. It
// asks nobody.
func nameResults(host string, results []headless.Result) {
	nameless := func(r headless.Result) bool {
		return r.Name == "" && r.On.ID != "" && r.On.Subject == tolokaapi.SubjectPool
	}
	folder, err := stateFolder()
	if err != nil || !slices.ContainsFunc(results, nameless) {
		return
	}
	names := map[string]string{}
	for _, p := range readKnownPools(filepath.Join(folder, knownPoolsFile))[host] {
		names[p.ID] = tolokaapi.Harmless(p.Name)
	}
	for i := range results {
		if nameless(results[i]) {
			results[i].Name = names[results[i].On.ID]
		}
	}
}

// rememberListed keeps the pools that a dashboard had listed.
func rememberListed(f *fleet.Fleet, host string) {
	if !f.List(tolokaapi.SubjectPool).Loaded {
		return
	}
	refs, _ := f.Pools(tolokaapi.SubjectPool)
	var pools []fleet.Pool
	for _, ref := range refs {
		if p, ok := f.Pool(ref); ok && p.Unreadable == "" {
			pools = append(pools, p)
		}
	}
	pane.SortPools(pools, "", false, nil)
	rememberPools(host, pools)
}

// readKnownPools is what was kept; nothing where that cannot be read.
func readKnownPools(path string) map[string][]knownPool {
	all := map[string][]knownPool{}
	data, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(data, &all) != nil || all == nil {
		return map[string][]knownPool{}
	}
	return all
}

// completePools offers the ids of known pools with their names.
func (o *options) completePools(cmd *cobra.Command, given []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	folder, err := stateFolder()
	c, fail := o.load(cmd)
	training := cmd.Flags().Lookup("training") // of these no list is kept
	if err != nil || fail != nil || training != nil && training.Changed {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	host := hostOf(c.APIURL)
	var offered []cobra.Completion
	for _, p := range readKnownPools(filepath.Join(folder, knownPoolsFile))[host] {
		if strings.HasPrefix(p.ID, begun) && digitsOnly(p.ID) && !slices.Contains(given, p.ID) {
			offered = append(offered, cobra.CompletionWithDesc(p.ID, tolokaapi.HarmlessN(p.Name, 80)))
		}
	}
	return offered, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// completeFlags offers the values of the flags that have only so many, and no files
// where none is meant.
func (o *options) completeFlags(cmd *cobra.Command) {
	offers := map[string]cobra.CompletionFunc{
		"output":   cobra.FixedCompletions(outputFormats, cobra.ShellCompDirectiveNoFileComp),
		"progress": cobra.FixedCompletions(progressKinds, cobra.ShellCompDirectiveNoFileComp),
		"status":   completeList(statusNames),
		"verb":     completeList(verbNames()),
		"sort":     completeSort,
		"pool":     o.completePools,
		"profile": func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return config.ProfileNames(o.flags()), cobra.ShellCompDirectiveNoFileComp
		},
	}
	for _, flag := range []string{"api-url", "limit", "match", "project", "since", "timeout"} {
		offers[flag] = cobra.NoFileCompletions
	}
	for flag, offer := range offers {
		if cmd.Flags().Lookup(flag) != nil {
			_ = cmd.RegisterFlagCompletionFunc(flag, offer)
		}
	}
	if cmd.ValidArgsFunction == nil {
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
}

// completeList offers values of a list with commas: those that it does not have yet.
func completeList(values []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		had := begun[:strings.LastIndex(begun, ",")+1]
		var offered []cobra.Completion
		for _, v := range values {
			if !slices.Contains(strings.Split(had, ","), v) {
				offered = append(offered, had+v)
			}
		}
		return offered, cobra.ShellCompDirectiveNoFileComp
	}
}

// joinSortKey makes one argument of "--sort -key" while it is completed: on its own cobra
// takes what begins with a - for a flag, and offers nothing.
func joinSortKey(args []string) []string {
	n := len(args)
	if n < 3 || args[0] != cobra.ShellCompRequestCmd && args[0] != cobra.ShellCompNoDescRequestCmd {
		return args
	}
	if key := args[n-1]; args[n-2] != "--sort" || !strings.HasPrefix(key, "-") || strings.HasPrefix(key, "--") {
		return args
	}
	return append(slices.Clone(args[:n-2]), "--sort="+args[n-1])
}

// completeSort offers what pools are sorted by, backwards where that is begun.
func completeSort(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	backwards := begun[:len(begun)-len(strings.TrimPrefix(begun, "-"))]
	var offered []cobra.Completion
	for _, key := range pane.SortKeys() {
		offered = append(offered, backwards+key)
	}
	return offered, cobra.ShellCompDirectiveNoFileComp
}

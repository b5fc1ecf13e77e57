// A second opinion on a log of ours, by Go's own golang.org/x/mod/sumdb: the code that guards Go's modules.
//
//	checker FOLDER
//
// FOLDER holds tile/.., checkpoint, vkeys (the log's, then the witnesses'), proofs (what Python proved) and
// note (a text to sign). It opens the checkpoint, rebuilds the tree from the entries, makes every proof
// itself out of the tiles, compares it with ours and checks both, and signs the note with a key of its own.
// Prints one JSON object; any difference ends it with status 1. Nothing here was taken from txng.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

var folder string

func main() {
	folder = os.Args[1]
	tree, cosigned := openCheckpoint()
	reader := &tiles{}
	hashes := tlog.TileHashReader(tree, reader)
	root, err := tlog.TreeHash(tree.N, hashes)
	must(err)
	same("root from the tiles", root, tree.Hash)
	same("root from the entries", rebuilt(tree.N), tree.Hash)
	records, trees := checkProofs(tree, hashes)
	signed, vkey := signNote()
	must(json.NewEncoder(os.Stdout).Encode(map[string]interface{}{
		"size": tree.N, "records": records, "trees": trees, "cosignatures": cosigned,
		"tiles": reader.count, "note": signed, "vkey": vkey,
	}))
}

// --- the signed checkpoint -------------------------------------------------------------------------

func openCheckpoint() (tlog.Tree, int) {
	lines := strings.Fields(string(read("vkeys")))
	log, err := note.NewVerifier(lines[0])
	must(err)
	trusted := []note.Verifier{log}
	for _, vkey := range lines[1:] {
		trusted = append(trusted, witness(vkey))
	}
	opened, err := note.Open(read("checkpoint"), note.VerifierList(trusted...))
	must(err)
	text := strings.Split(opened.Text, "\n")
	if len(text) != 4 || text[0] != log.Name() {
		fail("checkpoint of three lines by %s: %q", log.Name(), opened.Text)
	}
	size, err := strconv.ParseInt(text[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(text[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}, len(opened.Sigs) - 1
}

// cosigner verifies type 0x04 as c2sp.org/tlog-cosignature writes it; x/mod knows type 0x01 only.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 72 {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, text)
	return ed25519.Verify(c.key, []byte(message), signature[8:])
}

func witness(vkey string) note.Verifier {
	parts := strings.SplitN(vkey, "+", 3)
	material, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	if len(material) != 33 || material[0] != 4 {
		fail("key of type 4: %s", vkey)
	}
	digest := sha256.Sum256(append([]byte(parts[0]+"\n"), material...))
	hash := binary.BigEndian.Uint32(digest[:])
	same("key id", fmt.Sprintf("%08x", hash), parts[1])
	return cosigner{parts[0], hash, material[1:]}
}

// --- tiles and entries -----------------------------------------------------------------------------

// tiles finds the files of C2SP's tlog-tiles, which leave out the height that x/mod has in its paths.
type tiles struct{ count int }

func (t *tiles) Height() int                     { return height }
func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
		found = append(found, read(path))
		t.count++
	}
	return found, nil
}

func rebuilt(size int64) tlog.Hash {
	var stored []tlog.Hash
	at := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	for n := int64(0); n < size; {
		tile := tlog.Tile{H: height, L: 0, N: n >> height, W: 256}
		if left := size - n; left < 256 {
			tile.W = int(left)
		}
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/0/", height), "tile/entries/", 1)
		bundle := read(path)
		for i := 0; i < tile.W; i++ {
			length := int(binary.BigEndian.Uint16(bundle))
			hashes, err := tlog.StoredHashes(n, bundle[2:2+length], at)
			must(err)
			stored = append(stored, hashes...)
			bundle = bundle[2+length:]
			n++
		}
		if len(bundle) != 0 {
			fail("nothing behind the entries of %s", path)
		}
	}
	root, err := tlog.TreeHash(size, at)
	must(err)
	return root
}

// --- proofs ----------------------------------------------------------------------------------------

// Each line: "record INDEX LEAF HASH.." or "tree OLD ROOT HASH..".
func checkProofs(tree tlog.Tree, hashes tlog.HashReader) (records, trees int) {
	lines := bufio.NewScanner(bytes.NewReader(read("proofs")))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		place, err := strconv.ParseInt(words[1], 10, 64)
		must(err)
		hash := parsed(words[2:3])[0]
		ours := parsed(words[3:])
		switch words[0] {
		case "record":
			theirs, err := tlog.ProveRecord(tree.N, place, hashes)
			must(err)
			same(lines.Text(), ours, []tlog.Hash(theirs))
			must(tlog.CheckRecord(ours, tree.N, tree.Hash, place, hash))
			records++
		case "tree":
			theirs, err := tlog.ProveTree(tree.N, place, hashes)
			must(err)
			same(lines.Text(), ours, []tlog.Hash(theirs))
			must(tlog.CheckTree(ours, tree.N, tree.Hash, place, hash))
			trees++
		default:
			fail("record or tree: %s", words[0])
		}
	}
	must(lines.Err())
	return records, trees
}

func parsed(words []string) []tlog.Hash {
	found := []tlog.Hash{}
	for _, word := range words {
		hash, err := tlog.ParseHash(word)
		must(err)
		found = append(found, hash)
	}
	return found
}

// --- a note by Go, for Python to open --------------------------------------------------------------

func signNote() (string, string) {
	seed := bytes.NewReader(bytes.Repeat([]byte{42}, 64))
	skey, vkey, err := note.GenerateKey(seed, "go.example/ký")
	must(err)
	signer, err := note.NewSigner(skey)
	must(err)
	signed, err := note.Sign(&note.Note{Text: string(read("note"))}, signer)
	must(err)
	return string(signed), vkey
}

func read(path string) []byte {
	content, err := os.ReadFile(filepath.Join(folder, path))
	must(err)
	return content
}

func same(what string, ours, theirs interface{}) {
	if !reflect.DeepEqual(ours, theirs) {
		fail("%s: ours %v, theirs %v", what, ours, theirs)
	}
}

func must(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, values ...interface{}) {
	fmt.Fprintf(os.Stderr, format+"\n", values...)
	os.Exit(1)
}

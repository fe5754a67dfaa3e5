<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en">
  <context>
    <name>AboutDialog</name>
    <message>
      <source>About Reverie</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reverie</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Version {number}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A private photo organizer. Everything it learns about your photos stays on this computer.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Actions</name>
    <message>
      <source>Photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Albums</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Edit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>View</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find &amp;similar</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Favourite</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No rating</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 star</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>2 stars</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>3 stars</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>4 stars</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>5 stars</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add &amp;tag…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Hide</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Mark as sensitive</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>De&amp;noise…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show &amp;versions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Unstack versions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Lock hidden photos now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show in fol&amp;der</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open with the system's &amp;program</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move to &amp;trash</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Restor&amp;e</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>P&amp;roperties</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;New album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New smart album by r&amp;ules…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New smart album by e&amp;xample…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sa&amp;ve search as smart album…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add to al&amp;bum…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Re&amp;move from album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Use as album &amp;cover</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Sort album by date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move &amp;earlier in album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move &amp;later in album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Rename album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Delete album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show on the ti&amp;meline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start a new e&amp;vent here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Less like this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Never suggest this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Why this photo?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Undo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Redo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Copy image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy &amp;path</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find photos like the &amp;clipboard's</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Select &amp;all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Select &amp;none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Add folders…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find photos like a &amp;file…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Look for new photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Pause background work</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pause re&amp;membering looks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pri&amp;vate session</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>S&amp;ettings…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side&amp;bar</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Inspector</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Su&amp;ggestions below the photo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zoom &amp;in</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zoom &amp;out</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Full screen</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>S&amp;lideshow</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>As the &amp;system</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Light</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Dark</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Search</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Forward</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>For &amp;You</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your &amp;interests</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;What you looked at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>F&amp;avourites</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Recently added</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Groups</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Duplicates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fla&amp;gs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Trash</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Problems</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Keyboard shortcuts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;About Reverie</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Not sensitive</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show a&amp;gain</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Arrow keys, Home, End, Page Up, Page Down</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move between photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Shift + arrow keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Extend the selection</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ctrl + click, Shift + click</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add one photo, add a range</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Space</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In the viewer: 100 % and back to fit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mouse wheel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In the viewer: zoom to the pointer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Space, arrow keys, + and -</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In a slideshow: pause, step, change how long each photo is shown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Esc</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close the viewer, clear the search, go back</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>AddTile</name>
    <message>
      <source>Add another picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add another picture: photos like all of them together</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>AlbumActs</name>
    <message>
      <source>Made “{album}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Already in “{album}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not suggested for “{album}” any more</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cover of “{album}” set</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>“{album}” chooses its cover</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>“{album}” is sorted by date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Moved “{album}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Deleted “{album}”. Its photos stay in the library.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name of the album:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Renamed to “{album}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New album {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Album</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>AlbumBar</name>
    <message>
      <source>Drag photos to arrange them</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In your order</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sort by date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sort album by date</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>AlbumCard</name>
    <message>
      <source>Create album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Edit…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Look into {album}, {note}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Create the album {album}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Edit the album {album} first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Do not suggest the album {album}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>AlbumChooser</name>
    <message numerus="yes">
      <source>Add {n} photos to</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Find an album, or name a new one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Albums</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add to album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New album “{name}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Create and add</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} photos</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
  </context>
  <context>
    <name>AlbumMenu</name>
    <message>
      <source>New album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move up</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move down</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Use the selected photo as cover</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose cover automatically</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sort by date</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>AlbumReview</name>
    <message>
      <source>New album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name of the album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos of the album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Create album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tick all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tick none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>in the album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>left out</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>AlbumShelf</name>
    <message>
      <source>Albums you could make</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos that belong together. Nothing is made until you say so.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>AlbumSuggestions</name>
    <message>
      <source>Photos you might add to this album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>You might add</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add all suggested photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close the suggestions</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Albums</name>
    <message numerus="yes">
      <source>Made “{album}” with {n} photos</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Added {n} photos to “{album}”</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Removed {n} photos from “{album}”</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Moved {n} photos</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
  </context>
  <context>
    <name>BeforeAfter</name>
    <message>
      <source>Original</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Before</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>After</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>CardRenaming</name>
    <message>
      <source>Name</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>CardView</name>
    <message>
      <source>Cards</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Select</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>CoarsenessSlider</name>
    <message>
      <source>How many groups</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From few large groups to many small ones</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Automatic</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Comparison</name>
    <message>
      <source>Two photos side by side</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>CoveredPicture</name>
    <message>
      <source>This photo is covered: it may be sensitive.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Curtain</name>
    <message>
      <source>Show</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show this photo</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DecisionBar</name>
    <message>
      <source>Merge what you gave them</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Albums, tags, rating and heart of those that go pass to the photo that is kept</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hide instead</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The files stay where they are; the photos are seen on the page Hidden only</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep only the left one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>These are no duplicates; they are not asked about again (K)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>These differ somewhere, so nothing is chosen to go. Look before you decide.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Proposed to keep: {why}</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>Move {n} to the trash</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Move to the trash</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Denoise</name>
    <message numerus="yes">
      <source>{n} photos were left out</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Working on the preview…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The preview is getting finer…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The preview cannot be made just now.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hardly any noise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A little noise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Noticeable noise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Strong noise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Very strong noise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measured: the brightness of a pixel is off by {number} of 255 steps</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save as new version</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>Save {n} new versions</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Taking out noise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{now} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{time} left</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>Saved {n} new versions</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Stopped. {saved}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stopped. Nothing was saved.</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>and {n} more</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
  </context>
  <context>
    <name>DenoiseBar</name>
    <message>
      <source>Back, without saving (Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Previous photo of the selection (Page up)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Next photo of the selection (Page down)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Between the whole photo and 100 % (Space)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zoom: {percent} percent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{now} of {total}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DenoiseDesk</name>
    <message>
      <source>Denoise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos are still being saved</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What is saved already stays. The others can be denoised another time.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop and quit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep saving</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DenoisePage</name>
    <message>
      <source>Denoise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This photo is not here any more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The noise of this photo cannot be measured just now.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zoom in to see the preview. Space shows 100 %.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DenoisePanel</name>
    <message>
      <source>Denoise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reset</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Set all sliders back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hold to see the original</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hold this button or the key B to see the photo as it is</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Try again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The original stays as it is. The new version lies beside it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save (Ctrl+S)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How much of the noise that was measured is taken out. Automatic suits most photos.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Strength</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Grain: pixels that are too bright or too dark.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Brightness noise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Specks of red, green and blue.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Colour noise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measuring the noise…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{noise}: there is little to gain.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Automatic</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DenoiseWork</name>
    <message>
      <source>Taking out noise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How far saving has come</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop taking out noise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stopping…</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Dialogs</name>
    <message>
      <source>Remove “{name}” from the library?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Its {photos} leave Reverie, with the ratings, favourites and tags you gave them here. The files themselves are not touched.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove from library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Divider</name>
    <message>
      <source>Line between before and after</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Drag, or use the arrow keys: before on one side, after on the other</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{before} percent before, {after} percent after</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DropOverlay</name>
    <message>
      <source>Find photos like this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add this folder to your library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your files stay where they are.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It is only looked at: not added, not copied, not moved.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DropTarget</name>
    <message>
      <source>Drop photos here to find similar ones</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find similar</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Drops</name>
    <message>
      <source>This picture is too large to compare.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is only the address of a picture, and Reverie stays offline. Copy the picture, then paste it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no picture in this.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The file is no longer there.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Duplicates</name>
    <message numerus="yes">
      <source>{n} photos moved to the trash</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Move {photos} to the trash?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Of {sets} the proposed photo is kept, the others go to the system's trash. Nothing is deleted, and Undo brings all of them back.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Settle all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move to the trash</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not written down</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>File</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Taken</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Camera</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Place</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sharpness</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rating</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Same file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Same picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Bursts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Look-alikes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>These files hold exactly the same, byte for byte.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One picture, saved again: in another size or format, cropped a little, turned.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Different pictures of one moment. Keep the best, or all of them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Different pictures that look alike. Nothing is proposed here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lies in a protected folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Is a favourite</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Has the better rating</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Is in an album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Is the original, not saved again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Has more pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Is sharper</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Knows date, camera and place</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Is the larger file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Is the older file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Has the plainer name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{rule}: {kept}, not {others}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{rule}: {kept}</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} sets</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
  </context>
  <context>
    <name>DuplicatesDesk</name>
    <message>
      <source>It was stopped.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Something went wrong. Your photos are untouched.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All kept. They are not shown as duplicates again.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DuplicatesPage</name>
    <message>
      <source>Settle all…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Settle all sets of this kind</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What is kept…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose what is kept</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking for duplicates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos are compared by what they show. You can go on meanwhile.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Duplicates were not looked for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Look for duplicates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{photos} were compared.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{photos} could not be.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing left here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No duplicates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Look again</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>EditWords</name>
    <message>
      <source>Remove rating</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rate 1 star</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rate 2 stars</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rate 3 stars</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rate 4 stars</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rate 5 stars</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add to favourites</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove from favourites</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hide</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unhide</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add tag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove tag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Never use tag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Create album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename album to</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add to album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove from album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Arrange album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sort album by date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Set album cover</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose album cover automatically</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Do not suggest for album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Less like this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Never suggest this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Change interest</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Forget interest</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dismiss suggested album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move to trash</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Restore from trash</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove duplicates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not duplicates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Denoise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unstack versions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename group to</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Merge groups into</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Split group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find groups anew</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename event to</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename trip to</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Use automatic title</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Merge events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Merge trips</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start new event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start new trip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not: {flag}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mark: {flag}</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>Added {n} photos to favourites</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Removed {n} photos from favourites</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Hid {n} photos</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos are shown again</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Removed the rating of {n} photos</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Rated {n} photos: {stars}</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Tagged {n} photos “{tag}”</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Removed “{tag}” from {n} photos</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>“{tag}” will not be suggested again</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} photos are no longer in {flag}</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos marked: {flag}</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos moved to the trash</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos brought back</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>And {n} more were left out.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
  </context>
  <context>
    <name>Edits</name>
    <message>
      <source>Undone: {what}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done again: {what}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The folder was removed. Its files are untouched.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>That did not work. Nothing was changed.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>EmptyState</name>
    <message>
      <source>Go on</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>EventActs</name>
    <message>
      <source>Renamed to “{event}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Its title is made of its date and place again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename trip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Its name. Leave it empty for the automatic title:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only trips that follow one another can be merged.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Merged into one trip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A new event begins here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A new trip begins here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Merge</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Make trip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Make album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add to favourites</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hide photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show on the timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start a new trip here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Use the automatic title</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename trip…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename event…</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Events</name>
    <message numerus="yes">
      <source>Made a trip of {n} events</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Merged {n} events</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>near {town}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{first} and {last}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Weekend {place}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Weekend in {place}</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} events</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Trip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Earlier in {year}</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} trips</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Show {n} single moments</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} selected</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
  </context>
  <context>
    <name>EventsDesk</name>
    <message>
      <source>Your photos are where they were.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>EventsPage</name>
    <message>
      <source>Events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show single moments too</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Merge</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Make one event of those selected</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Make album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos taken on one occasion come together. You can go on meanwhile.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Finding events…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos taken on one occasion come together here by themselves.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add folders…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No photos yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>When and where each was taken is being read from the files.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Events appear when your photos are read</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Events need to know when photos were taken, and none of your files tells.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go to the library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No photo has a date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Events cannot be shown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Try again</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FactLine</name>
    <message>
      <source>Copy: {what}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Facts</name>
    <message numerus="yes">
      <source>{n} photos</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} covered</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Date from the sidecar file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Date read from the file name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Date of the file: the camera wrote none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>near {town}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The drive or folder of this photo is away. Its details stay here; connect it to see the picture.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The file is no longer at its place. If it comes back, everything you gave it is still here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This file could not be read. It may be damaged or of an unknown kind; the file itself is untouched.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sensitive</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Blurry</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dark</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Overexposed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Noisy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Screenshots</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Documents</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Weapons</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name}: suggested, {percent} % sure</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name}: keyword in the file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name}: your tag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{first} to {last}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>photo {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>favourite</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>less than a minute</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} minutes</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>{h} h {m} min</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Filmstrip</name>
    <message>
      <source>Filmstrip</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FirstRunPage</name>
    <message>
      <source>Welcome to Reverie</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Which folders hold your photos? Reverie only reads them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No folder chosen yet.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add a folder…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos appear at once</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reverie then looks at what is in them, quietly. Pause it at any time.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing leaves this computer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No account, no upload, no connection. What it learns stays here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your originals are never changed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ratings and tags are kept in its own library. Every edit can be undone.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose a folder with photos</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FlagDesk</name>
    <message>
      <source>Kept as it is flagged</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The flag is gone for good</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FlagPage</name>
    <message>
      <source>Flags</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reverie marks photos that may need a look. It never hides or deletes one for it, and a flag you call wrong does not come back.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FlagReview</name>
    <message numerus="yes">
      <source>{n} left</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
  </context>
  <context>
    <name>FlagRow</name>
    <message>
      <source>{flag}: how many photos to flag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Few</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Many</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Look for these</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Look for photos: {flag}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos flagged: {flag}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Review</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Review: {flag}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show all photos: {flag}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Denoise…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take the noise out of these photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Off</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} not looked at yet</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Review {n}</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Not so</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{flag}: not so</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FlagWords</name>
    <message>
      <source>Not for everyone's eyes. Covered on every page, and left out of For You.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing in the picture is sharp, not even the subject.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>So dark that hardly anything can be seen.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Large parts are burnt out to plain white.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Grain all over, as from a small sensor in poor light.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pictures of a screen. Never suggested on For You.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pages, receipts and whiteboards. Never suggested on For You.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A firearm can be seen.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Is this photo sensitive?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Is this photo blurry?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Is this photo too dark?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Is this photo burnt out?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Is this photo noisy?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Is this a screenshot?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Is this a document?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Does this photo show a weapon?</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FolderMenu</name>
    <message>
      <source>Open folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Look for changes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Accept missing photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove from library…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The folder could not be opened.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FolderRow</name>
    <message>
      <source>Leave out {folder}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Leave out</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ForYou</name>
    <message>
      <source>Remove from favourites</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Favourite</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find similar</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show on the timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Less like this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Never suggest this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Why this photo?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In the album, or not</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Private session</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing you look at now is remembered, and it changes nothing here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>End private session</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New looks are not remembered. This page still uses those from before.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paused</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Resume</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>So this page shows memories, favourites and the best of your events, and learns nothing.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your looks are not remembered</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remember what I look at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{done} of {total} photos are understood. Suggestions get better as this goes on.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Getting to know your photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This page learns from what you look at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open a few photos you like, and more of their kind appear here. Until then: memories and favourites.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Browse the library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More of {interest}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More of what you like</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More photos like</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rediscover {interest}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More like your well rated photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>For you today</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Because you looked at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rediscover</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>On this day</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New for you</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More like your favourites</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The best of your library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Something different</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A first choice from your library, until there are looks to learn from</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From earlier years</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Chosen from everything you like to look at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos like it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One of your interests</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The kind you like, not opened for a long time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Added lately, and close to your interests</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Near the photos you marked with a heart</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Good photos from many occasions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Good photos of kinds you have not looked at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The kind you like, older, and not opened yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The kind you like, not opened for a long time, or not yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Near photos rated 4 stars or more</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Near the photos with a heart, or rated 4 stars or more</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{interest} over the years</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos alike</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Taken together</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One of your interests, over the years</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>to try something new</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>on this day in an earlier year</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>because you like {interest}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>because of photos you looked at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>To try something new</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Because you looked at these</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Chosen from your library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It is unlike what you usually look at. A few such photos keep this page from going round in circles.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It was taken on this day in an earlier year.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is nothing of yours behind it: it is one of the best photos of its event, or like a favourite.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This photo is like them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Growing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fading</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steady</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 look</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} looks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Today</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Yesterday</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} days ago</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a photo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>photo of {date}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{chosen} of {photos}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ForYouDesk</name>
    <message>
      <source>Suggestions cannot be shown just now.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fewer photos like this will be suggested</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Never suggested again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The looks behind it are forgotten</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ForYouPage</name>
    <message>
      <source>For You</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add a folder with photos, and this page shows the ones you would love to see again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing to suggest yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go to the library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your photos are being looked through. The first suggestions come when that is done.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Getting to know your photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Browse the library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open a few photos you like, and more of their kind appear here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choosing photos for you…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This page cannot be shown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Try again</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ForYouShelf</name>
    <message>
      <source>Back along this shelf</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Further along this shelf</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>GroupActs</name>
    <message>
      <source>Renamed to “{group}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Made two groups of “{group}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The photos of “{group}” are all of one kind</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Merge “{group}” into</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Group</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>GroupBar</name>
    <message>
      <source>Name of the group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Give this group another name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Make album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Make an album of this group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More like this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find photos like this group elsewhere</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Split</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Make two groups of this one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Merge into…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Put these photos into another group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What else can be done with this group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos that look alike</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>GroupChooser</name>
    <message>
      <source>Find a group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Groups</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Merge</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Merge groups</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>GroupMenus</name>
    <message>
      <source>Open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show on the map</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More like this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Make album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Split</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Merge into…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Merge</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open “{group}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find similar</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show on the timeline</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Groups</name>
    <message numerus="yes">
      <source>Merged {n} groups into “{group}”</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos are new since</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} groups selected</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} groups</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Found {n} groups</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{done} of {n} photos are understood</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
  </context>
  <context>
    <name>GroupsBar</name>
    <message>
      <source>Cards</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Map</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show the groups as cards</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show the library as a map</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find groups again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Few</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Many</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Progress</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop finding groups</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Merge</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Make album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Select none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Automatic</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Finding groups…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} groups were found</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>GroupsDesk</name>
    <message>
      <source>Like “{group}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your photos are where they were.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The map cannot be shown just now.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>GroupsPage</name>
    <message>
      <source>Groups</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos that look alike come together. You can go on meanwhile.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Finding groups…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos that look alike come together here by themselves.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No photos yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add folders…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Groups need some more photos to tell one kind from another.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Too few photos for groups</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go to the library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Groups appear when your photos are understood</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No groups yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find groups</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Groups cannot be shown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Try again</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Header</name>
    <message>
      <source>Size of the tiles</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>View options</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Histogram</name>
    <message>
      <source>Histogram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>mostly dark</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>mostly light</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>balanced</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>History</name>
    <message>
      <source>Delete {looks}?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>They are gone for good. Your photos are not touched.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What you looked at on that day is gone for good. Your photos are not touched.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete this day: {day}?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete day</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Every look, your interests with their names, and what you asked to see less of are gone for good, from backups too. Suggestions begin anew. Your photos, ratings and albums are not touched.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete everything that is remembered?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete looks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Yesterday</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Today</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} looks</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>passed by</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} seconds</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>in a folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>in an album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>from a search</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>from Find similar</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>in a slideshow</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>from For You</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>by a command</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>zoomed in {times} ×</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 month</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>3 months</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>6 months</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 year</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>2 years</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>5 years</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Until I delete them</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} days</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>This is a private session: nothing you look at now is remembered.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The photos you look at are remembered here, to suggest others. None of it leaves this computer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paused: new looks are not remembered. What is here stays until you delete it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looks are not remembered. What is here stays until you delete it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looks are not remembered until you say so.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>HistoryDesk</name>
    <message>
      <source>The photos you look at are remembered from now on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paused: new looks are not remembered</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looks are not remembered</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Private session: nothing you look at is remembered until it ends</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The private session has ended</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reverie</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} (private session)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Deleted: {looks}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The looks of this day are deleted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Everything that was remembered is deleted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>reverie-history.json</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export what is remembered</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{looks} written to {file}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>That did not work. Nothing was deleted.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>HistoryList</name>
    <message>
      <source>Looks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show on the timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete this look</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete these looks…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete this day…</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>HistoryPage</name>
    <message>
      <source>Export…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Writes everything that is remembered into a JSON file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete all…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep looks for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>End private session</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pause</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Resume</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remember what I look at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos you open in the viewer appear here, with the time and for how long.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing remembered yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing is remembered</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>HistoryQuestion</name>
    <message>
      <source>May Reverie learn from what you look at?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Learn from what I look at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>You can change this in the settings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It would remember which photos you open, and for how long, to show you others you would love to see again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>That stays in one file on this computer, {file}. Nothing is sent anywhere.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>You can see all of it, pause, look in private, and delete one look, a day or everything, at any time.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>HistorySettings</name>
    <message>
      <source>Yes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paused</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep them in the library's backups too</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show what is remembered</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete all…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete everything that is remembered</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remember the photos I look at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>To suggest others on For You. Looks stay in a file of their own on this computer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep looks for</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Inspector</name>
    <message>
      <source>Inspector</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Why it was found</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Camera</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Place</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>File</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose a photo to see what is known about it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tags</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Noticed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Colours</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Histogram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove from favourites</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add to favourites</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>InterestCard</name>
    <message>
      <source>More of this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mute</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Forget…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Why?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Forget</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Muted: nothing of it is suggested</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unmute</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Forget {looks}?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looks behind {interest}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More of {interest}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unmute {interest}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mute {interest}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Forget {interest}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Why {interest}?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Forget {interest} now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep {interest}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>InterestsDesk</name>
    <message>
      <source>Your interests cannot be shown just now.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Interest changed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Interest forgotten</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>InterestsPage</name>
    <message>
      <source>Your interests</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What this program believes you like, learned from what you looked at. It stays on this computer, and you may change all of it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>For You</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>History</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open a few photos you like and give them a moment. What they have in common appears here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looks are not remembered now, so there is nothing to learn from. For You tells more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No interests yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Browse the library</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>KeepRulesDialog</name>
    <message>
      <source>What is kept</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rules, the first decides</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Protected folders</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Earlier</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Later</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add folder…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Of two photos the one is kept that the first of these rules prefers.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>As they were</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Put the rules back as they were at first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos in them are never proposed for the trash.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Protect a folder</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ListChooser</name>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>LockPage</name>
    <message>
      <source>Hidden photos are locked</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is a lock on the screen, not encryption: the files lie in their folders as ever, and other programs can open them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Passcode</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unlock</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unlock hidden photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Forgot the passcode?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nobody can look the passcode up, and Reverie has no second way in. Your photos are not lost: they lie in their folders, where a file manager shows them. A library made afresh from the same folders has no lock, and none of your ratings, tags and albums.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>LockSettings</name>
    <message>
      <source>Remove…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove the passcode</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} minutes</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Lock again when nothing is done for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hidden photos have a passcode</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lock hidden photos with a passcode</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Change…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Set passcode…</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MapView</name>
    <message>
      <source>Picture of the library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Arrows walk from photo to photo, Enter opens, plus and minus zoom</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Every photo is laid beside those it is like…</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MembersModel</name>
    <message>
      <source>to the trash</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>kept</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MembersStrip</name>
    <message>
      <source>Photos of this set</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Menus</name>
    <message>
      <source>Remo&amp;ve tag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Rate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add to al&amp;bum</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>S&amp;uggestions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Appearance</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;File</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Photo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;View</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Go</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Help</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>NameField</name>
    <message>
      <source>Name of this interest</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Click to rename</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Navigator</name>
    <message>
      <source>cannot be read</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Try fewer words, a place, a month or an object.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No photo answers “{words}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clear the search</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Drop a picture here, paste one, or choose a file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No photos to show</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose another picture…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Press F, or the heart on a photo, and it is kept here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No favourites yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go to the library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Drag photos onto its name on the left, or select them and press A.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This album is empty</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It was deleted. Its photos are where they were.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This album is not here any more</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This group is not here any more</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Groups change when photos come, or when they are found anew.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing else looks like this group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Every photo of its kind is in it already.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go to the groups</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos you move to the trash are shown here until your system's trash is emptied.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No photos in the trash</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>If your folders hold photos, they appear here as soon as they are found.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No photos yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add folders…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing is here now.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos come here by themselves when they fit its rules or its examples.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No photos here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This page cannot be shown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Try again</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>NoticeCard</name>
    <message>
      <source>Photos understood</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing to do</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>PageHead</name>
    <message>
      <source>Your interests</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>History</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Refresh</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What this program believes you like; change it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What you looked at; delete any of it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show other photos (F5)</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>PageLoader</name>
    <message>
      <source>This page cannot be shown just now.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Pane</name>
    <message>
      <source>Keep this one instead</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>To the trash</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep too</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>PasscodeDialog</name>
    <message>
      <source>Remove the passcode</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Change the passcode</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lock hidden photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Present passcode</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New passcode</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Once more</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hidden photos are shown only after the passcode. It is a lock on the screen, not encryption: other programs can still open the files. Nobody can look the passcode up for you.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Set passcode</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The two passcodes are not the same.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The passcode could not be kept.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>PhotoActs</name>
    <message>
      <source>Copied: {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The folder could not be opened.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tag for {photos}:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add tag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The system has no program for this file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copied {photos}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>PhotoGrid</name>
    <message>
      <source>Photos</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>PhotoModel</name>
    <message>
      <source>Photo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>offline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} % alike</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>favourite</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>raw</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>animated</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>damaged</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>flagged</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>with its original behind it</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>PictureView</name>
    <message>
      <source>Photo</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Places</name>
    <message>
      <source>Library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Favourites</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Recently added</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Flag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hidden</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Missing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Trash</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smart album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Versions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>“{words}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Similar photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Problems</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>For You</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your interests</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What you looked at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Flags</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Review: {flag}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Duplicates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Groups</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Preview</name>
    <message>
      <source>Picture</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ProblemsPage</name>
    <message>
      <source>Try again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Try to read these files again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Problems</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No problems</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Every file in your folders could be read.</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} files could not be read.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>{what} The files themselves are untouched; when one changes it is tried again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show in folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy path</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ProgressLine</name>
    <message>
      <source>Progress</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Properties</name>
    <message>
      <source>Name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Format</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dimensions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Taken</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Source of the date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Camera</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Added</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Title</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Caption</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keywords</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lens</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Exposure</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Position</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Altitude</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Software</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sharpness</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Brightness</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Noise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Colourfulness</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>PropertiesDialog</name>
    <message>
      <source>Properties</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>QueryTile</name>
    <message>
      <source>Picture asked about: {name}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>RatingStars</name>
    <message>
      <source>Rating</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} of 5 stars</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ReviewPage</name>
    <message>
      <source>Review of flags</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Surest first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Most doubtful first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Order</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Wrong</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Wrong: the flag goes and does not come back (W)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Later</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Later: to the end of the queue (Space)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Right</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Right: the flag stays (R)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keys: W wrong, Space later, R right</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Everything is reviewed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing to review</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No photo is flagged as “{flag}” that you have not spoken about.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Back to the flags</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>RuleRow</name>
    <message>
      <source>What the rule looks at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the rule asks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove this rule</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose colour…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Latitude</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Longitude</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kilometres</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>km</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Month</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Year</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Days</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>To</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Scrubber</name>
    <message>
      <source>Timeline</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SearchField</name>
    <message>
      <source>Search your photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dog, June 2024, Canon…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Words, “phrases”, -not, tag:dog, camera:canon, date:2024-06, folder:, rating:&gt;=3, is:favourite</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SetsList</name>
    <message>
      <source>Sets of photos to review</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SettingsDialog</name>
    <message>
      <source>Settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Appearance</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>As the system</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Light</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dark</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Colours</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Less motion</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pictures appear without fading.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cover sensitive photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>They are shown blurred until you ask for them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show suggested tags</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tags that Reverie found by itself. Your own tags are always shown.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hidden photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Slideshow</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} seconds</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Each photo is shown for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Shuffle</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos come in random order, and none again until all were shown.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What you look at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folders</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove {folder} from the library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Forgets the photos of this folder. No file is touched.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add folders…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add folders</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Leave out folders and files with these names, one a line</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Storage</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Room for small pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Used to show photos at once. Beyond this the oldest are made again when needed.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ShortcutsPage</name>
    <message>
      <source>Keyboard shortcuts</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Sidebar</name>
    <message>
      <source>For You</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Albums</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Order</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Groups</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Duplicates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Flags</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folders</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Problems</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This folder is away.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SidebarDelegate</name>
    <message>
      <source>Name of the album</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SidebarTree</name>
    <message>
      <source>Places</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SimilarBar</name>
    <message>
      <source>How alike the photos must be</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looser</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stricter</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} more pictures</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Looking…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos like this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos like these together</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Most alike first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing here looks like this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>These are the nearest, and they are not alike.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No photo has been looked at yet. Try again when the work in the background is done.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This cannot be compared</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a photo of your library</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find photos like…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add pictures to compare with</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Slideshow</name>
    <message>
      <source>One moment…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paused</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The slideshow goes on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Shuffled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In order</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SlideshowBar</name>
    <message numerus="yes">
      <source>{n} seconds a photo</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Slideshow</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Previous photo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pause (Space)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Next photo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Shuffle</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show each photo for less time (-)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show each photo for more time (+)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>End the slideshow (Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go on (Space)</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SlideshowDesk</name>
    <message>
      <source>None of these photos can be shown just now.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A slideshow is playing</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SmallPages</name>
    <message>
      <source>Choose a folder with photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find photos like…</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SmartAlbums</name>
    <message numerus="yes">
      <source>Photos that meet any of {n} rules</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Photos that meet all of {n} rules</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} examples of “{album}”</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos are not “{album}”</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>nearly all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>hardly any</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>about {n} in 10</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show it what belongs: drag photos onto its name on the left.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Too few examples to tell how good it is. Add some more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing else in your library looks like your examples.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A rough guess from few examples: {right} found here should be right.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Of the photos found here, {right} should be right; of all there are, {found} should be here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tested on photos it had not seen: {right} right, {found} found. On its examples it looked better: {seen}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} found, {right} right, {found} of all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Any text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Camera</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lens</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>File name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Format</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rating</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Favourite</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Flag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Colour</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Place</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>has</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>has not</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is not</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>contains</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>does not contain</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is between</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is in the last days</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is in the month</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is in the year</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is at least</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is at most</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is near</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is known</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is not known</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SmartBar</name>
    <message>
      <source>Change rules…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Teach</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Answer for a few photos it is not sure of</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How sure it must be</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Surer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Learning…</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SmartDesk</name>
    <message>
      <source>Strictness of “{album}” changed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New smart album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It finds photos like the ones you chose. Name:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rules of “{album}” changed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Made “{album}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New smart album {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename smart album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name of the smart album:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Renamed to “{album}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Deleted “{album}”. Its photos stay in the library.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Moved “{album}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Change rules…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move up</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move down</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete smart album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not this: take out of “{album}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This: an example of “{album}”</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SmartRulesDialog</name>
    <message>
      <source>New smart album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rules of the smart album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name of the smart album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>all of these rules</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>any of these rules</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How many rules must hold</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add rule</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Create</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Photos that meet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A rule needs a value.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SourcePicture</name>
    <message>
      <source>Open the {photo}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Status</name>
    <message>
      <source>Looking for photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reading photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking at what is in the photos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Preparing Find similar</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paused</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{done} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{done} found</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{time} left</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} photos wait to be looked at</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Up to date</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>StatusLine</name>
    <message>
      <source>What runs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Private session</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing you look at is remembered. Click to end it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Private session: end it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pause background work</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} problems</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
  </context>
  <context>
    <name>StrengthBar</name>
    <message>
      <source>{n} % of what you look at</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SuggestedAlbums</name>
    <message>
      <source>Album “{name}” created</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This album is not suggested again</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SuggestedTile</name>
    <message>
      <source>Suggested photo, {date}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add to this album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add the photo of {date} to this album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not in this album</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Do not suggest the photo of {date}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Swatch</name>
    <message>
      <source>{hex}, {percent} % of the picture. Click to copy.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TagChip</name>
    <message>
      <source>Show photos with this tag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove from this photo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Never suggest this tag</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TagEditor</name>
    <message>
      <source>Add a tag</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TeachStrip</name>
    <message>
      <source>Does this belong?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your answer teaches it most here. Keys: Y yes, N no, S later</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Later</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing to ask just now</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Toast</name>
    <message>
      <source>Message</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Undo</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TrashBar</name>
    <message>
      <source>Restore all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>These photos are in your system's trash, with all you said of them.</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} more are gone since the trash was emptied.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} lie on a drive that is not connected.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>Restore {n} photos</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
  </context>
  <context>
    <name>TrashDesk</name>
    <message numerus="yes">
      <source>Move the other {n} photos to the trash?</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Move to trash</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>Move {n} photos</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Move nothing</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>{n} photos are not there any more.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos lie in folders that are not connected.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos are in the trash already.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos lie on a network share, which has no trash.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos lie in folders that may not be changed.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos lie on a drive without a trash.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos cannot be moved: this installation of Reverie cannot reach your trash.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
  </context>
  <context>
    <name>UncaughtErrors</name>
    <message>
      <source>Something went wrong inside Reverie.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your photos and everything saved are safe. Details are in {file}.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>UpdateRow</name>
    <message>
      <source>Check for updates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only when you press this, {host} is asked for the newest version. Nothing else is sent.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open the download page</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Asking {host}…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>You have the newest version.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Version {number} is out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{host} could not be reached. Is this computer connected to the internet?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{host} did not answer in time. Try again later.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No safe connection to {host} could be made, so nothing was asked.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{host} pointed to another address, which was not followed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{host} does not tell of a newest version at present.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The answer of {host} could not be understood.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>VersionsDesk</name>
    <message numerus="yes">
      <source>{n} piles taken apart</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
  </context>
  <context>
    <name>ViewLoader</name>
    <message>
      <source>This photo cannot be shown just now.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Viewer</name>
    <message>
      <source>Photo viewer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Previous photo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Next photo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove from favourites (F)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Favourite (F)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This photo is covered: it was flagged as sensitive.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ViewerBar</name>
    <message>
      <source>Back to the photos (Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zoom</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Favourite</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find similar (S)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Denoise (D)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Inspector (I)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Full screen (F11)</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ViewerSuggestions</name>
    <message>
      <source>Suggestions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Similar to this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Others you may like</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing in your library looks like this.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing yet: this grows with what you look at.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>WhyPanel</name>
    <message>
      <source>Photos you looked at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Forget these looks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your interests</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>

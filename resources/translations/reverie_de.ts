<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en" language="de">
  <context>
    <name>AboutDialog</name>
    <message>
      <source>About Reverie</source>
      <translation>Über Reverie</translation>
    </message>
    <message>
      <source>Reverie</source>
      <translation>Reverie</translation>
    </message>
    <message>
      <source>Version {number}</source>
      <translation>Version {number}</translation>
    </message>
    <message>
      <source>A private photo organizer. Everything it learns about your photos stays on this computer.</source>
      <translation>Ein privater Fotoverwalter. Alles, was er über deine Fotos lernt, bleibt auf diesem Computer.</translation>
    </message>
  </context>
  <context>
    <name>Actions</name>
    <message>
      <source>Photos</source>
      <translation>Fotos</translation>
    </message>
    <message>
      <source>Albums</source>
      <translation>Alben</translation>
    </message>
    <message>
      <source>Edit</source>
      <translation>Bearbeiten</translation>
    </message>
    <message>
      <source>View</source>
      <translation>Ansicht</translation>
    </message>
    <message>
      <source>Go</source>
      <translation>Gehe zu</translation>
    </message>
    <message>
      <source>Library</source>
      <translation>Mediathek</translation>
    </message>
    <message>
      <source>&amp;Open</source>
      <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
      <source>Find &amp;similar</source>
      <translation>Ä&amp;hnliche suchen</translation>
    </message>
    <message>
      <source>&amp;Favourite</source>
      <translation>Fav&amp;orit</translation>
    </message>
    <message>
      <source>No rating</source>
      <translation>Keine Bewertung</translation>
    </message>
    <message>
      <source>1 star</source>
      <translation>1 Stern</translation>
    </message>
    <message>
      <source>2 stars</source>
      <translation>2 Sterne</translation>
    </message>
    <message>
      <source>3 stars</source>
      <translation>3 Sterne</translation>
    </message>
    <message>
      <source>4 stars</source>
      <translation>4 Sterne</translation>
    </message>
    <message>
      <source>5 stars</source>
      <translation>5 Sterne</translation>
    </message>
    <message>
      <source>Add &amp;tag…</source>
      <translation>&amp;Schlagwort hinzufügen…</translation>
    </message>
    <message>
      <source>&amp;Hide</source>
      <translation>&amp;Ausblenden</translation>
    </message>
    <message>
      <source>&amp;Mark as sensitive</source>
      <translation>Als sensibel &amp;markieren</translation>
    </message>
    <message>
      <source>De&amp;noise…</source>
      <translation>E&amp;ntrauschen…</translation>
    </message>
    <message>
      <source>Show &amp;versions</source>
      <translation>Ve&amp;rsionen zeigen</translation>
    </message>
    <message>
      <source>&amp;Unstack versions</source>
      <translation>Versionen ause&amp;inandernehmen</translation>
    </message>
    <message>
      <source>&amp;Lock hidden photos now</source>
      <translation>Ausgeblendete Fotos jetzt &amp;sperren</translation>
    </message>
    <message>
      <source>Show in fol&amp;der</source>
      <translation>Im Or&amp;dner zeigen</translation>
    </message>
    <message>
      <source>Open with the system's &amp;program</source>
      <translation>Mit dem Programm des S&amp;ystems öffnen</translation>
    </message>
    <message>
      <source>Move to &amp;trash</source>
      <translation>In den Papierkorb &amp;legen</translation>
    </message>
    <message>
      <source>Restor&amp;e</source>
      <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
      <source>P&amp;roperties</source>
      <translation>&amp;Eigenschaften</translation>
    </message>
    <message>
      <source>&amp;New album</source>
      <translation>&amp;Neues Album</translation>
    </message>
    <message>
      <source>New smart album by r&amp;ules…</source>
      <translation>Neues schlaues Album nach Re&amp;geln…</translation>
    </message>
    <message>
      <source>New smart album by e&amp;xample…</source>
      <translation>Neues schlaues Album nach &amp;Beispielen…</translation>
    </message>
    <message>
      <source>Sa&amp;ve search as smart album…</source>
      <translation>Suche als schlaues Album s&amp;ichern…</translation>
    </message>
    <message>
      <source>Add to al&amp;bum…</source>
      <translation>Zu Alb&amp;um hinzufügen…</translation>
    </message>
    <message>
      <source>Re&amp;move from album</source>
      <translation>Aus Album en&amp;tfernen</translation>
    </message>
    <message>
      <source>Use as album &amp;cover</source>
      <translation>Als Album&amp;cover verwenden</translation>
    </message>
    <message>
      <source>&amp;Sort album by date</source>
      <translation>Album nach &amp;Datum sortieren</translation>
    </message>
    <message>
      <source>Move &amp;earlier in album</source>
      <translation>Im Album nach &amp;vorn</translation>
    </message>
    <message>
      <source>Move &amp;later in album</source>
      <translation>Im Album nach &amp;hinten</translation>
    </message>
    <message>
      <source>&amp;Rename album</source>
      <translation>Album u&amp;mbenennen</translation>
    </message>
    <message>
      <source>&amp;Delete album</source>
      <translation>Album &amp;löschen</translation>
    </message>
    <message>
      <source>Show on the ti&amp;meline</source>
      <translation>Auf der &amp;Zeitleiste zeigen</translation>
    </message>
    <message>
      <source>Start a new e&amp;vent here</source>
      <translation>Hier ein neues Erei&amp;gnis beginnen</translation>
    </message>
    <message>
      <source>&amp;Less like this</source>
      <translation>&amp;Weniger davon</translation>
    </message>
    <message>
      <source>&amp;Never suggest this</source>
      <translation>&amp;Nie wieder vorschlagen</translation>
    </message>
    <message>
      <source>&amp;Why this photo?</source>
      <translation>Warum d&amp;ieses Foto?</translation>
    </message>
    <message>
      <source>&amp;Undo</source>
      <translation>&amp;Rückgängig</translation>
    </message>
    <message>
      <source>&amp;Redo</source>
      <translation>&amp;Wiederholen</translation>
    </message>
    <message>
      <source>&amp;Copy image</source>
      <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
      <source>Copy &amp;path</source>
      <translation>&amp;Pfad kopieren</translation>
    </message>
    <message>
      <source>Find photos like the &amp;clipboard's</source>
      <translation>Fotos wie in der &amp;Zwischenablage suchen</translation>
    </message>
    <message>
      <source>Select &amp;all</source>
      <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
      <source>Select &amp;none</source>
      <translation>Auswahl auf&amp;heben</translation>
    </message>
    <message>
      <source>&amp;Add folders…</source>
      <translation>&amp;Ordner hinzufügen…</translation>
    </message>
    <message>
      <source>Find photos like a &amp;file…</source>
      <translation>Fotos wie eine Da&amp;tei suchen…</translation>
    </message>
    <message>
      <source>&amp;Look for new photos</source>
      <translation>&amp;Nach neuen Fotos suchen</translation>
    </message>
    <message>
      <source>&amp;Pause background work</source>
      <translation>&amp;Hintergrundarbeit anhalten</translation>
    </message>
    <message>
      <source>Pause re&amp;membering looks</source>
      <translation>Me&amp;rken anhalten</translation>
    </message>
    <message>
      <source>Pri&amp;vate session</source>
      <translation>Privater &amp;Modus</translation>
    </message>
    <message>
      <source>S&amp;ettings…</source>
      <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>&amp;Beenden</translation>
    </message>
    <message>
      <source>Side&amp;bar</source>
      <translation>&amp;Seitenleiste</translation>
    </message>
    <message>
      <source>&amp;Inspector</source>
      <translation>&amp;Infoleiste</translation>
    </message>
    <message>
      <source>Su&amp;ggestions below the photo</source>
      <translation>Vorschläge &amp;unter dem Foto</translation>
    </message>
    <message>
      <source>Zoom &amp;in</source>
      <translation>Ver&amp;größern</translation>
    </message>
    <message>
      <source>Zoom &amp;out</source>
      <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
      <source>&amp;Full screen</source>
      <translation>&amp;Vollbild</translation>
    </message>
    <message>
      <source>S&amp;lideshow</source>
      <translation>Diasho&amp;w</translation>
    </message>
    <message>
      <source>As the &amp;system</source>
      <translation>Wie das &amp;System</translation>
    </message>
    <message>
      <source>&amp;Light</source>
      <translation>&amp;Hell</translation>
    </message>
    <message>
      <source>&amp;Dark</source>
      <translation>&amp;Dunkel</translation>
    </message>
    <message>
      <source>&amp;Search</source>
      <translation>&amp;Suchen</translation>
    </message>
    <message>
      <source>&amp;Back</source>
      <translation>&amp;Zurück</translation>
    </message>
    <message>
      <source>&amp;Forward</source>
      <translation>&amp;Vorwärts</translation>
    </message>
    <message>
      <source>&amp;Library</source>
      <translation>&amp;Mediathek</translation>
    </message>
    <message>
      <source>For &amp;You</source>
      <translation>Für &amp;dich</translation>
    </message>
    <message>
      <source>Your &amp;interests</source>
      <translation>Deine &amp;Interessen</translation>
    </message>
    <message>
      <source>&amp;What you looked at</source>
      <translation>&amp;Was du angesehen hast</translation>
    </message>
    <message>
      <source>F&amp;avourites</source>
      <translation>&amp;Favoriten</translation>
    </message>
    <message>
      <source>&amp;Recently added</source>
      <translation>Neu &amp;hinzugefügt</translation>
    </message>
    <message>
      <source>&amp;Groups</source>
      <translation>&amp;Gruppen</translation>
    </message>
    <message>
      <source>&amp;Events</source>
      <translation>&amp;Ereignisse</translation>
    </message>
    <message>
      <source>&amp;Duplicates</source>
      <translation>D&amp;oppelte</translation>
    </message>
    <message>
      <source>Fla&amp;gs</source>
      <translation>Ke&amp;nnzeichen</translation>
    </message>
    <message>
      <source>&amp;Trash</source>
      <translation>Papier&amp;korb</translation>
    </message>
    <message>
      <source>&amp;Problems</source>
      <translation>&amp;Probleme</translation>
    </message>
    <message>
      <source>&amp;Keyboard shortcuts</source>
      <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
      <source>&amp;About Reverie</source>
      <translation>Ü&amp;ber Reverie</translation>
    </message>
    <message>
      <source>&amp;Not sensitive</source>
      <translation>&amp;Nicht sensibel</translation>
    </message>
    <message>
      <source>Show a&amp;gain</source>
      <translation>Wieder einb&amp;lenden</translation>
    </message>
    <message>
      <source>Arrow keys, Home, End, Page Up, Page Down</source>
      <translation>Pfeiltasten, Pos1, Ende, Bild auf, Bild ab</translation>
    </message>
    <message>
      <source>Move between photos</source>
      <translation>Zwischen Fotos wechseln</translation>
    </message>
    <message>
      <source>Shift + arrow keys</source>
      <translation>Umschalt + Pfeiltasten</translation>
    </message>
    <message>
      <source>Extend the selection</source>
      <translation>Auswahl erweitern</translation>
    </message>
    <message>
      <source>Ctrl + click, Shift + click</source>
      <translation>Strg + Klick, Umschalt + Klick</translation>
    </message>
    <message>
      <source>Add one photo, add a range</source>
      <translation>Ein Foto oder einen Bereich dazunehmen</translation>
    </message>
    <message>
      <source>Space</source>
      <translation>Leertaste</translation>
    </message>
    <message>
      <source>In the viewer: 100 % and back to fit</source>
      <translation>In der Einzelansicht: 100 % und zurück zum Einpassen</translation>
    </message>
    <message>
      <source>Mouse wheel</source>
      <translation>Mausrad</translation>
    </message>
    <message>
      <source>In the viewer: zoom to the pointer</source>
      <translation>In der Einzelansicht: zum Mauszeiger zoomen</translation>
    </message>
    <message>
      <source>Space, arrow keys, + and -</source>
      <translation>Leertaste, Pfeiltasten, + und -</translation>
    </message>
    <message>
      <source>In a slideshow: pause, step, change how long each photo is shown</source>
      <translation>In der Diashow: anhalten, weiterblättern, Anzeigedauer ändern</translation>
    </message>
    <message>
      <source>Esc</source>
      <translation>Esc</translation>
    </message>
    <message>
      <source>Close the viewer, clear the search, go back</source>
      <translation>Einzelansicht schließen, Suche leeren, zurückgehen</translation>
    </message>
  </context>
  <context>
    <name>AddTile</name>
    <message>
      <source>Add another picture</source>
      <translation>Weiteres Bild hinzufügen</translation>
    </message>
    <message>
      <source>Add another picture: photos like all of them together</source>
      <translation>Weiteres Bild hinzufügen: Fotos, die allen zusammen ähneln</translation>
    </message>
  </context>
  <context>
    <name>AlbumActs</name>
    <message>
      <source>Made “{album}”</source>
      <translation>„{album}“ angelegt</translation>
    </message>
    <message>
      <source>Already in “{album}”</source>
      <translation>Schon in „{album}“</translation>
    </message>
    <message>
      <source>Not suggested for “{album}” any more</source>
      <translation>Wird für „{album}“ nicht mehr vorgeschlagen</translation>
    </message>
    <message>
      <source>Cover of “{album}” set</source>
      <translation>Cover von „{album}“ festgelegt</translation>
    </message>
    <message>
      <source>“{album}” chooses its cover</source>
      <translation>„{album}“ wählt sein Cover selbst</translation>
    </message>
    <message>
      <source>“{album}” is sorted by date</source>
      <translation>„{album}“ ist nach Datum sortiert</translation>
    </message>
    <message>
      <source>Moved “{album}”</source>
      <translation>„{album}“ verschoben</translation>
    </message>
    <message>
      <source>Deleted “{album}”. Its photos stay in the library.</source>
      <translation>„{album}“ gelöscht. Die Fotos bleiben in der Mediathek.</translation>
    </message>
    <message>
      <source>Rename album</source>
      <translation>Album umbenennen</translation>
    </message>
    <message>
      <source>Name of the album:</source>
      <translation>Name des Albums:</translation>
    </message>
    <message>
      <source>Renamed to “{album}”</source>
      <translation>In „{album}“ umbenannt</translation>
    </message>
    <message>
      <source>New album</source>
      <translation>Neues Album</translation>
    </message>
    <message>
      <source>New album {n}</source>
      <translation>Neues Album {n}</translation>
    </message>
    <message>
      <source>Album</source>
      <translation>Album</translation>
    </message>
  </context>
  <context>
    <name>AlbumBar</name>
    <message>
      <source>Drag photos to arrange them</source>
      <translation>Zum Ordnen Fotos ziehen</translation>
    </message>
    <message>
      <source>In your order</source>
      <translation>In deiner Reihenfolge</translation>
    </message>
    <message>
      <source>Sort by date</source>
      <translation>Nach Datum sortieren</translation>
    </message>
    <message>
      <source>Sort album by date</source>
      <translation>Album nach Datum sortieren</translation>
    </message>
  </context>
  <context>
    <name>AlbumCard</name>
    <message>
      <source>Create album</source>
      <translation>Album anlegen</translation>
    </message>
    <message>
      <source>Edit…</source>
      <translation>Bearbeiten…</translation>
    </message>
    <message>
      <source>Not this</source>
      <translation>Das nicht</translation>
    </message>
    <message>
      <source>Look into {album}, {note}</source>
      <translation>In {album} hineinsehen, {note}</translation>
    </message>
    <message>
      <source>Create the album {album}</source>
      <translation>Das Album {album} anlegen</translation>
    </message>
    <message>
      <source>Edit the album {album} first</source>
      <translation>Das Album {album} zuerst bearbeiten</translation>
    </message>
    <message>
      <source>Do not suggest the album {album}</source>
      <translation>Das Album {album} nicht vorschlagen</translation>
    </message>
  </context>
  <context>
    <name>AlbumChooser</name>
    <message numerus="yes">
      <source>Add {n} photos to</source>
      <translation>
        <numerusform>{n} Foto hinzufügen zu</numerusform>
        <numerusform>{n} Fotos hinzufügen zu</numerusform>
      </translation>
    </message>
    <message>
      <source>Find an album, or name a new one</source>
      <translation>Album suchen oder ein neues benennen</translation>
    </message>
    <message>
      <source>Albums</source>
      <translation>Alben</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Hinzufügen</translation>
    </message>
    <message>
      <source>Add to album</source>
      <translation>Zu Album hinzufügen</translation>
    </message>
    <message>
      <source>New album “{name}”</source>
      <translation>Neues Album „{name}“</translation>
    </message>
    <message>
      <source>Create and add</source>
      <translation>Anlegen und hinzufügen</translation>
    </message>
    <message numerus="yes">
      <source>{n} photos</source>
      <translation>
        <numerusform>{n} Foto</numerusform>
        <numerusform>{n} Fotos</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>AlbumMenu</name>
    <message>
      <source>New album</source>
      <translation>Neues Album</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Anzeigen</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>Umbenennen</translation>
    </message>
    <message>
      <source>Move up</source>
      <translation>Nach oben</translation>
    </message>
    <message>
      <source>Move down</source>
      <translation>Nach unten</translation>
    </message>
    <message>
      <source>Delete album</source>
      <translation>Album löschen</translation>
    </message>
    <message>
      <source>Use the selected photo as cover</source>
      <translation>Ausgewähltes Foto als Cover verwenden</translation>
    </message>
    <message>
      <source>Choose cover automatically</source>
      <translation>Cover automatisch wählen</translation>
    </message>
    <message>
      <source>Sort by date</source>
      <translation>Nach Datum sortieren</translation>
    </message>
  </context>
  <context>
    <name>AlbumReview</name>
    <message>
      <source>New album</source>
      <translation>Neues Album</translation>
    </message>
    <message>
      <source>Name of the album</source>
      <translation>Name des Albums</translation>
    </message>
    <message>
      <source>Photos of the album</source>
      <translation>Fotos des Albums</translation>
    </message>
    <message>
      <source>Create album</source>
      <translation>Album anlegen</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Tick all</source>
      <translation>Alle ankreuzen</translation>
    </message>
    <message>
      <source>Tick none</source>
      <translation>Keines ankreuzen</translation>
    </message>
    <message>
      <source>in the album</source>
      <translation>im Album</translation>
    </message>
    <message>
      <source>left out</source>
      <translation>weggelassen</translation>
    </message>
  </context>
  <context>
    <name>AlbumShelf</name>
    <message>
      <source>Albums you could make</source>
      <translation>Alben, die du anlegen könntest</translation>
    </message>
    <message>
      <source>Photos that belong together. Nothing is made until you say so.</source>
      <translation>Fotos, die zusammengehören. Angelegt wird nur, was du willst.</translation>
    </message>
  </context>
  <context>
    <name>AlbumSuggestions</name>
    <message>
      <source>Photos you might add to this album</source>
      <translation>Fotos, die in dieses Album passen könnten</translation>
    </message>
    <message>
      <source>You might add</source>
      <translation>Passt vielleicht dazu</translation>
    </message>
    <message>
      <source>Add all</source>
      <translation>Alle hinzufügen</translation>
    </message>
    <message>
      <source>Add all suggested photos</source>
      <translation>Alle vorgeschlagenen Fotos hinzufügen</translation>
    </message>
    <message>
      <source>Close the suggestions</source>
      <translation>Vorschläge schließen</translation>
    </message>
  </context>
  <context>
    <name>Albums</name>
    <message numerus="yes">
      <source>Made “{album}” with {n} photos</source>
      <translation>
        <numerusform>„{album}“ mit {n} Foto angelegt</numerusform>
        <numerusform>„{album}“ mit {n} Fotos angelegt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Added {n} photos to “{album}”</source>
      <translation>
        <numerusform>{n} Foto zu „{album}“ hinzugefügt</numerusform>
        <numerusform>{n} Fotos zu „{album}“ hinzugefügt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Removed {n} photos from “{album}”</source>
      <translation>
        <numerusform>{n} Foto aus „{album}“ entfernt</numerusform>
        <numerusform>{n} Fotos aus „{album}“ entfernt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Moved {n} photos</source>
      <translation>
        <numerusform>{n} Foto verschoben</numerusform>
        <numerusform>{n} Fotos verschoben</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>BeforeAfter</name>
    <message>
      <source>Original</source>
      <translation>Original</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Vorher</translation>
    </message>
    <message>
      <source>After</source>
      <translation>Nachher</translation>
    </message>
  </context>
  <context>
    <name>CardRenaming</name>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
  </context>
  <context>
    <name>CardView</name>
    <message>
      <source>Cards</source>
      <translation>Karten</translation>
    </message>
    <message>
      <source>Select</source>
      <translation>Auswählen</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
  </context>
  <context>
    <name>CoarsenessSlider</name>
    <message>
      <source>How many groups</source>
      <translation>Wie viele Gruppen</translation>
    </message>
    <message>
      <source>From few large groups to many small ones</source>
      <translation>Von wenigen großen Gruppen zu vielen kleinen</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>Automatisch</translation>
    </message>
  </context>
  <context>
    <name>Comparison</name>
    <message>
      <source>Two photos side by side</source>
      <translation>Zwei Fotos nebeneinander</translation>
    </message>
  </context>
  <context>
    <name>CoveredPicture</name>
    <message>
      <source>This photo is covered: it may be sensitive.</source>
      <translation>Dieses Foto ist verdeckt: Es ist vielleicht sensibel.</translation>
    </message>
  </context>
  <context>
    <name>Curtain</name>
    <message>
      <source>Show</source>
      <translation>Anzeigen</translation>
    </message>
    <message>
      <source>Show this photo</source>
      <translation>Dieses Foto anzeigen</translation>
    </message>
  </context>
  <context>
    <name>DecisionBar</name>
    <message>
      <source>Merge what you gave them</source>
      <translation>Deine Angaben übernehmen</translation>
    </message>
    <message>
      <source>Albums, tags, rating and heart of those that go pass to the photo that is kept</source>
      <translation>Alben, Schlagwörter, Bewertung und Herz der Fotos, die gehen, gehen auf das Foto über, das bleibt</translation>
    </message>
    <message>
      <source>Hide instead</source>
      <translation>Stattdessen ausblenden</translation>
    </message>
    <message>
      <source>The files stay where they are; the photos are seen on the page Hidden only</source>
      <translation>Die Dateien bleiben, wo sie sind; die Fotos sind nur noch auf der Seite „Ausgeblendet“ zu sehen</translation>
    </message>
    <message>
      <source>Keep only the left one</source>
      <translation>Nur das linke behalten</translation>
    </message>
    <message>
      <source>Keep all</source>
      <translation>Alle behalten</translation>
    </message>
    <message>
      <source>These are no duplicates; they are not asked about again (K)</source>
      <translation>Das sind keine doppelten Fotos; danach wird nicht wieder gefragt (K)</translation>
    </message>
    <message>
      <source>These differ somewhere, so nothing is chosen to go. Look before you decide.</source>
      <translation>Diese Bilder unterscheiden sich irgendwo, darum ist keines zum Gehen gewählt. Sieh sie dir an, bevor du entscheidest.</translation>
    </message>
    <message>
      <source>Proposed to keep: {why}</source>
      <translation>Zum Behalten vorgeschlagen: {why}</translation>
    </message>
    <message numerus="yes">
      <source>Move {n} to the trash</source>
      <translation>
        <numerusform>{n} in den Papierkorb</numerusform>
        <numerusform>{n} in den Papierkorb</numerusform>
      </translation>
    </message>
    <message>
      <source>Move to the trash</source>
      <translation>In den Papierkorb</translation>
    </message>
  </context>
  <context>
    <name>Denoise</name>
    <message numerus="yes">
      <source>{n} photos were left out</source>
      <translation>
        <numerusform>{n} Foto wurde ausgelassen</numerusform>
        <numerusform>{n} Fotos wurden ausgelassen</numerusform>
      </translation>
    </message>
    <message>
      <source>Working on the preview…</source>
      <translation>Die Vorschau entsteht…</translation>
    </message>
    <message>
      <source>The preview is getting finer…</source>
      <translation>Die Vorschau wird feiner…</translation>
    </message>
    <message>
      <source>The preview cannot be made just now.</source>
      <translation>Die Vorschau ist gerade nicht möglich.</translation>
    </message>
    <message>
      <source>Hardly any noise</source>
      <translation>Kaum Rauschen</translation>
    </message>
    <message>
      <source>A little noise</source>
      <translation>Etwas Rauschen</translation>
    </message>
    <message>
      <source>Noticeable noise</source>
      <translation>Merkliches Rauschen</translation>
    </message>
    <message>
      <source>Strong noise</source>
      <translation>Starkes Rauschen</translation>
    </message>
    <message>
      <source>Very strong noise</source>
      <translation>Sehr starkes Rauschen</translation>
    </message>
    <message>
      <source>Measured: the brightness of a pixel is off by {number} of 255 steps</source>
      <translation>Gemessen: Die Helligkeit eines Pixels liegt um {number} von 255 Stufen daneben</translation>
    </message>
    <message>
      <source>Save as new version</source>
      <translation>Als neue Version speichern</translation>
    </message>
    <message numerus="yes">
      <source>Save {n} new versions</source>
      <translation>
        <numerusform>{n} neue Version speichern</numerusform>
        <numerusform>{n} neue Versionen speichern</numerusform>
      </translation>
    </message>
    <message>
      <source>Taking out noise</source>
      <translation>Rauschen wird entfernt</translation>
    </message>
    <message>
      <source>{now} of {total}</source>
      <translation>{now} von {total}</translation>
    </message>
    <message>
      <source>{time} left</source>
      <translation>noch {time}</translation>
    </message>
    <message numerus="yes">
      <source>Saved {n} new versions</source>
      <translation>
        <numerusform>{n} neue Version gespeichert</numerusform>
        <numerusform>{n} neue Versionen gespeichert</numerusform>
      </translation>
    </message>
    <message>
      <source>Stopped. {saved}.</source>
      <translation>Angehalten. {saved}.</translation>
    </message>
    <message>
      <source>Stopped. Nothing was saved.</source>
      <translation>Angehalten. Nichts wurde gespeichert.</translation>
    </message>
    <message numerus="yes">
      <source>and {n} more</source>
      <translation>
        <numerusform>und {n} weiteres</numerusform>
        <numerusform>und {n} weitere</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>DenoiseBar</name>
    <message>
      <source>Back, without saving (Esc)</source>
      <translation>Zurück, ohne zu speichern (Esc)</translation>
    </message>
    <message>
      <source>Previous photo of the selection (Page up)</source>
      <translation>Voriges Foto der Auswahl (Bild auf)</translation>
    </message>
    <message>
      <source>Next photo of the selection (Page down)</source>
      <translation>Nächstes Foto der Auswahl (Bild ab)</translation>
    </message>
    <message>
      <source>Between the whole photo and 100 % (Space)</source>
      <translation>Zwischen dem ganzen Foto und 100 % (Leertaste)</translation>
    </message>
    <message>
      <source>Zoom: {percent} percent</source>
      <translation>Zoom: {percent} Prozent</translation>
    </message>
    <message>
      <source>{now} of {total}</source>
      <translation>{now} von {total}</translation>
    </message>
  </context>
  <context>
    <name>DenoiseDesk</name>
    <message>
      <source>Denoise</source>
      <translation>Entrauschen</translation>
    </message>
    <message>
      <source>Photos are still being saved</source>
      <translation>Es werden noch Fotos gespeichert</translation>
    </message>
    <message>
      <source>What is saved already stays. The others can be denoised another time.</source>
      <translation>Was gespeichert ist, bleibt. Die anderen können ein andermal entrauscht werden.</translation>
    </message>
    <message>
      <source>Stop and quit</source>
      <translation>Anhalten und beenden</translation>
    </message>
    <message>
      <source>Keep saving</source>
      <translation>Weiter speichern</translation>
    </message>
  </context>
  <context>
    <name>DenoisePage</name>
    <message>
      <source>Denoise</source>
      <translation>Entrauschen</translation>
    </message>
    <message>
      <source>This photo is not here any more.</source>
      <translation>Dieses Foto ist nicht mehr da.</translation>
    </message>
    <message>
      <source>The noise of this photo cannot be measured just now.</source>
      <translation>Das Rauschen dieses Fotos lässt sich gerade nicht messen.</translation>
    </message>
    <message>
      <source>Zoom in to see the preview. Space shows 100 %.</source>
      <translation>Für die Vorschau näher heranzoomen. Die Leertaste zeigt 100 %.</translation>
    </message>
  </context>
  <context>
    <name>DenoisePanel</name>
    <message>
      <source>Denoise</source>
      <translation>Entrauschen</translation>
    </message>
    <message>
      <source>Reset</source>
      <translation>Zurücksetzen</translation>
    </message>
    <message>
      <source>Set all sliders back</source>
      <translation>Alle Regler zurücksetzen</translation>
    </message>
    <message>
      <source>Hold to see the original</source>
      <translation>Halten für das Original</translation>
    </message>
    <message>
      <source>Hold this button or the key B to see the photo as it is</source>
      <translation>Halte diesen Knopf oder die Taste B, um das Foto zu sehen, wie es ist</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Noch einmal versuchen</translation>
    </message>
    <message>
      <source>The original stays as it is. The new version lies beside it.</source>
      <translation>Das Original bleibt, wie es ist. Die neue Version liegt daneben.</translation>
    </message>
    <message>
      <source>Save (Ctrl+S)</source>
      <translation>Speichern (Strg+S)</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>How much of the noise that was measured is taken out. Automatic suits most photos.</source>
      <translation>Wie viel vom gemessenen Rauschen entfernt wird. Automatisch passt für die meisten Fotos.</translation>
    </message>
    <message>
      <source>Strength</source>
      <translation>Stärke</translation>
    </message>
    <message>
      <source>Grain: pixels that are too bright or too dark.</source>
      <translation>Korn: Pixel, die zu hell oder zu dunkel sind.</translation>
    </message>
    <message>
      <source>Brightness noise</source>
      <translation>Helligkeitsrauschen</translation>
    </message>
    <message>
      <source>Specks of red, green and blue.</source>
      <translation>Rote, grüne und blaue Sprenkel.</translation>
    </message>
    <message>
      <source>Colour noise</source>
      <translation>Farbrauschen</translation>
    </message>
    <message>
      <source>Measuring the noise…</source>
      <translation>Das Rauschen wird gemessen…</translation>
    </message>
    <message>
      <source>{noise}: there is little to gain.</source>
      <translation>{noise}: Es ist wenig zu gewinnen.</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>Automatisch</translation>
    </message>
  </context>
  <context>
    <name>DenoiseWork</name>
    <message>
      <source>Taking out noise</source>
      <translation>Rauschen wird entfernt</translation>
    </message>
    <message>
      <source>How far saving has come</source>
      <translation>Wie weit das Speichern ist</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Stop taking out noise</source>
      <translation>Entrauschen anhalten</translation>
    </message>
    <message>
      <source>Stopping…</source>
      <translation>Wird angehalten…</translation>
    </message>
  </context>
  <context>
    <name>Dialogs</name>
    <message>
      <source>Remove “{name}” from the library?</source>
      <translation>„{name}“ aus der Mediathek entfernen?</translation>
    </message>
    <message>
      <source>Its {photos} leave Reverie, with the ratings, favourites and tags you gave them here. The files themselves are not touched.</source>
      <translation>{photos} verschwinden aus Reverie, samt den Bewertungen, Favoriten und Schlagwörtern, die du hier vergeben hast. Die Dateien selbst bleiben unberührt.</translation>
    </message>
    <message>
      <source>Remove folder</source>
      <translation>Ordner entfernen</translation>
    </message>
    <message>
      <source>Remove from library</source>
      <translation>Aus der Mediathek entfernen</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Behalten</translation>
    </message>
  </context>
  <context>
    <name>Divider</name>
    <message>
      <source>Line between before and after</source>
      <translation>Linie zwischen vorher und nachher</translation>
    </message>
    <message>
      <source>Drag, or use the arrow keys: before on one side, after on the other</source>
      <translation>Ziehen oder mit den Pfeiltasten bewegen: auf einer Seite vorher, auf der anderen nachher</translation>
    </message>
    <message>
      <source>{before} percent before, {after} percent after</source>
      <translation>{before} Prozent vorher, {after} Prozent nachher</translation>
    </message>
  </context>
  <context>
    <name>DropOverlay</name>
    <message>
      <source>Find photos like this</source>
      <translation>Fotos wie dieses suchen</translation>
    </message>
    <message>
      <source>Add this folder to your library</source>
      <translation>Diesen Ordner zur Mediathek hinzufügen</translation>
    </message>
    <message>
      <source>Your files stay where they are.</source>
      <translation>Deine Dateien bleiben, wo sie sind.</translation>
    </message>
    <message>
      <source>It is only looked at: not added, not copied, not moved.</source>
      <translation>Es wird nur angesehen: nicht hinzugefügt, nicht kopiert, nicht verschoben.</translation>
    </message>
  </context>
  <context>
    <name>DropTarget</name>
    <message>
      <source>Drop photos here to find similar ones</source>
      <translation>Fotos hier ablegen, um ähnliche zu suchen</translation>
    </message>
    <message>
      <source>Find similar</source>
      <translation>Ähnliche suchen</translation>
    </message>
  </context>
  <context>
    <name>Drops</name>
    <message>
      <source>This picture is too large to compare.</source>
      <translation>Dieses Bild ist zu groß zum Vergleichen.</translation>
    </message>
    <message>
      <source>This is only the address of a picture, and Reverie stays offline. Copy the picture, then paste it.</source>
      <translation>Das ist nur die Adresse eines Bildes, und Reverie bleibt offline. Kopiere das Bild selbst und füge es ein.</translation>
    </message>
    <message>
      <source>There is no picture in this.</source>
      <translation>Darin ist kein Bild.</translation>
    </message>
    <message>
      <source>The file is no longer there.</source>
      <translation>Die Datei ist nicht mehr da.</translation>
    </message>
  </context>
  <context>
    <name>Duplicates</name>
    <message numerus="yes">
      <source>{n} photos moved to the trash</source>
      <translation>
        <numerusform>{n} Foto in den Papierkorb gelegt</numerusform>
        <numerusform>{n} Fotos in den Papierkorb gelegt</numerusform>
      </translation>
    </message>
    <message>
      <source>Move {photos} to the trash?</source>
      <translation>{photos} in den Papierkorb legen?</translation>
    </message>
    <message>
      <source>Of {sets} the proposed photo is kept, the others go to the system's trash. Nothing is deleted, and Undo brings all of them back.</source>
      <translation>Von {sets} bleibt das vorgeschlagene Foto, die anderen kommen in den Papierkorb des Systems. Nichts wird gelöscht, und „Rückgängig“ holt alle zurück.</translation>
    </message>
    <message>
      <source>Settle all</source>
      <translation>Alle erledigen</translation>
    </message>
    <message>
      <source>Move to the trash</source>
      <translation>In den Papierkorb</translation>
    </message>
    <message>
      <source>Keep all</source>
      <translation>Alle behalten</translation>
    </message>
    <message>
      <source>not written down</source>
      <translation>nicht vermerkt</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Taken</source>
      <translation>Aufgenommen</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>Kamera</translation>
    </message>
    <message>
      <source>Place</source>
      <translation>Ort</translation>
    </message>
    <message>
      <source>Sharpness</source>
      <translation>Schärfe</translation>
    </message>
    <message>
      <source>Rating</source>
      <translation>Bewertung</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Same file</source>
      <translation>Gleiche Datei</translation>
    </message>
    <message>
      <source>Same picture</source>
      <translation>Gleiches Bild</translation>
    </message>
    <message>
      <source>Bursts</source>
      <translation>Serien</translation>
    </message>
    <message>
      <source>Look-alikes</source>
      <translation>Ähnliche</translation>
    </message>
    <message>
      <source>These files hold exactly the same, byte for byte.</source>
      <translation>Diese Dateien enthalten genau dasselbe, Byte für Byte.</translation>
    </message>
    <message>
      <source>One picture, saved again: in another size or format, cropped a little, turned.</source>
      <translation>Ein Bild, noch einmal gespeichert: in anderer Größe oder anderem Format, etwas beschnitten, gedreht.</translation>
    </message>
    <message>
      <source>Different pictures of one moment. Keep the best, or all of them.</source>
      <translation>Verschiedene Bilder eines Augenblicks. Behalte das beste oder alle.</translation>
    </message>
    <message>
      <source>Different pictures that look alike. Nothing is proposed here.</source>
      <translation>Verschiedene Bilder, die sich ähneln. Hier wird nichts vorgeschlagen.</translation>
    </message>
    <message>
      <source>Lies in a protected folder</source>
      <translation>Liegt in einem geschützten Ordner</translation>
    </message>
    <message>
      <source>Is a favourite</source>
      <translation>Ist ein Favorit</translation>
    </message>
    <message>
      <source>Has the better rating</source>
      <translation>Ist besser bewertet</translation>
    </message>
    <message>
      <source>Is in an album</source>
      <translation>Ist in einem Album</translation>
    </message>
    <message>
      <source>Is the original, not saved again</source>
      <translation>Ist das Original, nicht neu gespeichert</translation>
    </message>
    <message>
      <source>Has more pixels</source>
      <translation>Hat mehr Bildpunkte</translation>
    </message>
    <message>
      <source>Is sharper</source>
      <translation>Ist schärfer</translation>
    </message>
    <message>
      <source>Knows date, camera and place</source>
      <translation>Kennt Datum, Kamera und Ort</translation>
    </message>
    <message>
      <source>Is the larger file</source>
      <translation>Ist die größere Datei</translation>
    </message>
    <message>
      <source>Is the older file</source>
      <translation>Ist die ältere Datei</translation>
    </message>
    <message>
      <source>Has the plainer name</source>
      <translation>Hat den schlichteren Namen</translation>
    </message>
    <message>
      <source>{rule}: {kept}, not {others}</source>
      <translation>{rule}: {kept}, nicht {others}</translation>
    </message>
    <message>
      <source>{rule}: {kept}</source>
      <translation>{rule}: {kept}</translation>
    </message>
    <message numerus="yes">
      <source>{n} sets</source>
      <translation>
        <numerusform>{n} Gruppe</numerusform>
        <numerusform>{n} Gruppen</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>DuplicatesDesk</name>
    <message>
      <source>It was stopped.</source>
      <translation>Die Suche wurde angehalten.</translation>
    </message>
    <message>
      <source>Something went wrong. Your photos are untouched.</source>
      <translation>Etwas ging schief. Deine Fotos sind unberührt.</translation>
    </message>
    <message>
      <source>All kept. They are not shown as duplicates again.</source>
      <translation>Alle behalten. Sie erscheinen nicht wieder als doppelt.</translation>
    </message>
  </context>
  <context>
    <name>DuplicatesPage</name>
    <message>
      <source>Settle all…</source>
      <translation>Alle erledigen…</translation>
    </message>
    <message>
      <source>Settle all sets of this kind</source>
      <translation>Alle Gruppen dieser Art erledigen</translation>
    </message>
    <message>
      <source>What is kept…</source>
      <translation>Was bleibt…</translation>
    </message>
    <message>
      <source>Choose what is kept</source>
      <translation>Wählen, was bleibt</translation>
    </message>
    <message>
      <source>Looking for duplicates</source>
      <translation>Doppelte Fotos werden gesucht</translation>
    </message>
    <message>
      <source>Photos are compared by what they show. You can go on meanwhile.</source>
      <translation>Fotos werden nach dem verglichen, was sie zeigen. Du kannst derweil weitermachen.</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Duplicates were not looked for</source>
      <translation>Doppelte wurden nicht gesucht</translation>
    </message>
    <message>
      <source>Look for duplicates</source>
      <translation>Doppelte suchen</translation>
    </message>
    <message>
      <source>{photos} were compared.</source>
      <translation>{photos} wurden verglichen.</translation>
    </message>
    <message>
      <source>{photos} could not be.</source>
      <translation>{photos} konnten es nicht werden.</translation>
    </message>
    <message>
      <source>Nothing left here</source>
      <translation>Hier ist nichts mehr</translation>
    </message>
    <message>
      <source>No duplicates</source>
      <translation>Keine doppelten Fotos</translation>
    </message>
    <message>
      <source>Look again</source>
      <translation>Noch einmal suchen</translation>
    </message>
  </context>
  <context>
    <name>EditWords</name>
    <message>
      <source>Remove rating</source>
      <translation>Bewertung entfernen</translation>
    </message>
    <message>
      <source>Rate 1 star</source>
      <translation>Mit 1 Stern bewerten</translation>
    </message>
    <message>
      <source>Rate 2 stars</source>
      <translation>Mit 2 Sternen bewerten</translation>
    </message>
    <message>
      <source>Rate 3 stars</source>
      <translation>Mit 3 Sternen bewerten</translation>
    </message>
    <message>
      <source>Rate 4 stars</source>
      <translation>Mit 4 Sternen bewerten</translation>
    </message>
    <message>
      <source>Rate 5 stars</source>
      <translation>Mit 5 Sternen bewerten</translation>
    </message>
    <message>
      <source>Add to favourites</source>
      <translation>Zu Favoriten hinzufügen</translation>
    </message>
    <message>
      <source>Remove from favourites</source>
      <translation>Aus Favoriten entfernen</translation>
    </message>
    <message>
      <source>Hide</source>
      <translation>Ausblenden</translation>
    </message>
    <message>
      <source>Unhide</source>
      <translation>Wieder einblenden</translation>
    </message>
    <message>
      <source>Add tag</source>
      <translation>Schlagwort hinzufügen</translation>
    </message>
    <message>
      <source>Remove tag</source>
      <translation>Schlagwort entfernen</translation>
    </message>
    <message>
      <source>Never use tag</source>
      <translation>Schlagwort nie verwenden</translation>
    </message>
    <message>
      <source>Create album</source>
      <translation>Album anlegen</translation>
    </message>
    <message>
      <source>Rename album to</source>
      <translation>Album umbenennen in</translation>
    </message>
    <message>
      <source>Add to album</source>
      <translation>Zu Album hinzufügen</translation>
    </message>
    <message>
      <source>Remove from album</source>
      <translation>Aus Album entfernen</translation>
    </message>
    <message>
      <source>Delete album</source>
      <translation>Album löschen</translation>
    </message>
    <message>
      <source>Arrange album</source>
      <translation>Album ordnen</translation>
    </message>
    <message>
      <source>Sort album by date</source>
      <translation>Album nach Datum sortieren</translation>
    </message>
    <message>
      <source>Set album cover</source>
      <translation>Albumcover festlegen</translation>
    </message>
    <message>
      <source>Choose album cover automatically</source>
      <translation>Albumcover automatisch wählen</translation>
    </message>
    <message>
      <source>Move album</source>
      <translation>Album verschieben</translation>
    </message>
    <message>
      <source>Do not suggest for album</source>
      <translation>Nicht für Album vorschlagen</translation>
    </message>
    <message>
      <source>Less like this</source>
      <translation>Weniger davon</translation>
    </message>
    <message>
      <source>Never suggest this</source>
      <translation>Nie vorschlagen</translation>
    </message>
    <message>
      <source>Change interest</source>
      <translation>Interesse ändern</translation>
    </message>
    <message>
      <source>Forget interest</source>
      <translation>Interesse vergessen</translation>
    </message>
    <message>
      <source>Dismiss suggested album</source>
      <translation>Albumvorschlag ablehnen</translation>
    </message>
    <message>
      <source>Move to trash</source>
      <translation>In den Papierkorb legen</translation>
    </message>
    <message>
      <source>Restore from trash</source>
      <translation>Aus dem Papierkorb holen</translation>
    </message>
    <message>
      <source>Remove duplicates</source>
      <translation>Duplikate entfernen</translation>
    </message>
    <message>
      <source>Not duplicates</source>
      <translation>Keine Duplikate</translation>
    </message>
    <message>
      <source>Denoise</source>
      <translation>Entrauschen</translation>
    </message>
    <message>
      <source>Unstack versions</source>
      <translation>Versionen auseinandernehmen</translation>
    </message>
    <message>
      <source>Rename group to</source>
      <translation>Gruppe umbenennen in</translation>
    </message>
    <message>
      <source>Merge groups into</source>
      <translation>Gruppen zusammenführen zu</translation>
    </message>
    <message>
      <source>Split group</source>
      <translation>Gruppe teilen</translation>
    </message>
    <message>
      <source>Find groups anew</source>
      <translation>Gruppen neu suchen</translation>
    </message>
    <message>
      <source>Rename event to</source>
      <translation>Ereignis umbenennen in</translation>
    </message>
    <message>
      <source>Rename trip to</source>
      <translation>Reise umbenennen in</translation>
    </message>
    <message>
      <source>Use automatic title</source>
      <translation>Automatischen Titel verwenden</translation>
    </message>
    <message>
      <source>Merge events</source>
      <translation>Ereignisse zusammenführen</translation>
    </message>
    <message>
      <source>Merge trips</source>
      <translation>Reisen zusammenführen</translation>
    </message>
    <message>
      <source>Start new event</source>
      <translation>Neues Ereignis beginnen</translation>
    </message>
    <message>
      <source>Start new trip</source>
      <translation>Neue Reise beginnen</translation>
    </message>
    <message>
      <source>Not: {flag}</source>
      <translation>Nicht: {flag}</translation>
    </message>
    <message>
      <source>Mark: {flag}</source>
      <translation>Markieren: {flag}</translation>
    </message>
    <message numerus="yes">
      <source>Added {n} photos to favourites</source>
      <translation>
        <numerusform>{n} Foto zu den Favoriten hinzugefügt</numerusform>
        <numerusform>{n} Fotos zu den Favoriten hinzugefügt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Removed {n} photos from favourites</source>
      <translation>
        <numerusform>{n} Foto aus den Favoriten entfernt</numerusform>
        <numerusform>{n} Fotos aus den Favoriten entfernt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Hid {n} photos</source>
      <translation>
        <numerusform>{n} Foto ausgeblendet</numerusform>
        <numerusform>{n} Fotos ausgeblendet</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos are shown again</source>
      <translation>
        <numerusform>{n} Foto wird wieder gezeigt</numerusform>
        <numerusform>{n} Fotos werden wieder gezeigt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Removed the rating of {n} photos</source>
      <translation>
        <numerusform>Bewertung von {n} Foto entfernt</numerusform>
        <numerusform>Bewertung von {n} Fotos entfernt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Rated {n} photos: {stars}</source>
      <translation>
        <numerusform>{n} Foto bewertet: {stars}</numerusform>
        <numerusform>{n} Fotos bewertet: {stars}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Tagged {n} photos “{tag}”</source>
      <translation>
        <numerusform>{n} Foto mit „{tag}“ versehen</numerusform>
        <numerusform>{n} Fotos mit „{tag}“ versehen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Removed “{tag}” from {n} photos</source>
      <translation>
        <numerusform>„{tag}“ von {n} Foto entfernt</numerusform>
        <numerusform>„{tag}“ von {n} Fotos entfernt</numerusform>
      </translation>
    </message>
    <message>
      <source>“{tag}” will not be suggested again</source>
      <translation>„{tag}“ wird nicht mehr vorgeschlagen</translation>
    </message>
    <message numerus="yes">
      <source>{n} photos are no longer in {flag}</source>
      <translation>
        <numerusform>{n} Foto ist nicht mehr unter {flag}</numerusform>
        <numerusform>{n} Fotos sind nicht mehr unter {flag}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos marked: {flag}</source>
      <translation>
        <numerusform>{n} Foto markiert: {flag}</numerusform>
        <numerusform>{n} Fotos markiert: {flag}</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos moved to the trash</source>
      <translation>
        <numerusform>{n} Foto in den Papierkorb gelegt</numerusform>
        <numerusform>{n} Fotos in den Papierkorb gelegt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos brought back</source>
      <translation>
        <numerusform>{n} Foto zurückgeholt</numerusform>
        <numerusform>{n} Fotos zurückgeholt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>And {n} more were left out.</source>
      <translation>
        <numerusform>Und {n} weiteres wurde ausgelassen.</numerusform>
        <numerusform>Und {n} weitere wurden ausgelassen.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>Edits</name>
    <message>
      <source>Undone: {what}</source>
      <translation>Rückgängig gemacht: {what}</translation>
    </message>
    <message>
      <source>Done again: {what}</source>
      <translation>Wiederholt: {what}</translation>
    </message>
    <message>
      <source>The folder was removed. Its files are untouched.</source>
      <translation>Der Ordner wurde entfernt. Seine Dateien sind unberührt.</translation>
    </message>
    <message>
      <source>That did not work. Nothing was changed.</source>
      <translation>Das hat nicht geklappt. Es wurde nichts geändert.</translation>
    </message>
  </context>
  <context>
    <name>EmptyState</name>
    <message>
      <source>Go on</source>
      <translation>Weiter</translation>
    </message>
  </context>
  <context>
    <name>EventActs</name>
    <message>
      <source>Renamed to “{event}”</source>
      <translation>Umbenannt in „{event}“</translation>
    </message>
    <message>
      <source>Its title is made of its date and place again</source>
      <translation>Der Titel entsteht wieder aus Datum und Ort</translation>
    </message>
    <message>
      <source>Rename trip</source>
      <translation>Reise umbenennen</translation>
    </message>
    <message>
      <source>Rename event</source>
      <translation>Ereignis umbenennen</translation>
    </message>
    <message>
      <source>Its name. Leave it empty for the automatic title:</source>
      <translation>Der Name. Leer lassen für den automatischen Titel:</translation>
    </message>
    <message>
      <source>Only trips that follow one another can be merged.</source>
      <translation>Nur Reisen, die aufeinander folgen, lassen sich zusammenführen.</translation>
    </message>
    <message>
      <source>Merged into one trip</source>
      <translation>Zu einer Reise zusammengeführt</translation>
    </message>
    <message>
      <source>A new event begins here</source>
      <translation>Hier beginnt ein neues Ereignis</translation>
    </message>
    <message>
      <source>A new trip begins here</source>
      <translation>Hier beginnt eine neue Reise</translation>
    </message>
    <message>
      <source>Merge</source>
      <translation>Zusammenführen</translation>
    </message>
    <message>
      <source>Make trip</source>
      <translation>Reise anlegen</translation>
    </message>
    <message>
      <source>Make album</source>
      <translation>Album anlegen</translation>
    </message>
    <message>
      <source>Add to favourites</source>
      <translation>Zu den Favoriten</translation>
    </message>
    <message>
      <source>Hide photos</source>
      <translation>Fotos verbergen</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Show on the timeline</source>
      <translation>Auf der Zeitleiste zeigen</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>Umbenennen</translation>
    </message>
    <message>
      <source>Start a new trip here</source>
      <translation>Hier eine neue Reise beginnen</translation>
    </message>
    <message>
      <source>Use the automatic title</source>
      <translation>Automatischen Titel verwenden</translation>
    </message>
    <message>
      <source>Rename trip…</source>
      <translation>Reise umbenennen…</translation>
    </message>
    <message>
      <source>Rename event…</source>
      <translation>Ereignis umbenennen…</translation>
    </message>
  </context>
  <context>
    <name>Events</name>
    <message numerus="yes">
      <source>Made a trip of {n} events</source>
      <translation>
        <numerusform>Eine Reise aus {n} Ereignis angelegt</numerusform>
        <numerusform>Eine Reise aus {n} Ereignissen angelegt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Merged {n} events</source>
      <translation>
        <numerusform>{n} Ereignis zusammengeführt</numerusform>
        <numerusform>{n} Ereignisse zusammengeführt</numerusform>
      </translation>
    </message>
    <message>
      <source>near {town}</source>
      <translation>nahe {town}</translation>
    </message>
    <message>
      <source>{first} and {last}</source>
      <translation>{first} und {last}</translation>
    </message>
    <message>
      <source>Weekend {place}</source>
      <translation>Wochenende {place}</translation>
    </message>
    <message>
      <source>Weekend in {place}</source>
      <translation>Wochenende in {place}</translation>
    </message>
    <message numerus="yes">
      <source>{n} events</source>
      <translation>
        <numerusform>{n} Ereignis</numerusform>
        <numerusform>{n} Ereignisse</numerusform>
      </translation>
    </message>
    <message>
      <source>Trip</source>
      <translation>Reise</translation>
    </message>
    <message>
      <source>Earlier in {year}</source>
      <translation>Früher im Jahr {year}</translation>
    </message>
    <message numerus="yes">
      <source>{n} trips</source>
      <translation>
        <numerusform>{n} Reise</numerusform>
        <numerusform>{n} Reisen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Show {n} single moments</source>
      <translation>
        <numerusform>{n} einzelnen Moment zeigen</numerusform>
        <numerusform>{n} einzelne Momente zeigen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} selected</source>
      <translation>
        <numerusform>{n} ausgewählt</numerusform>
        <numerusform>{n} ausgewählt</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>EventsDesk</name>
    <message>
      <source>Your photos are where they were.</source>
      <translation>Deine Fotos sind, wo sie waren.</translation>
    </message>
  </context>
  <context>
    <name>EventsPage</name>
    <message>
      <source>Events</source>
      <translation>Ereignisse</translation>
    </message>
    <message>
      <source>Show single moments too</source>
      <translation>Auch einzelne Momente zeigen</translation>
    </message>
    <message>
      <source>Merge</source>
      <translation>Zusammenführen</translation>
    </message>
    <message>
      <source>Make one event of those selected</source>
      <translation>Aus den ausgewählten ein Ereignis machen</translation>
    </message>
    <message>
      <source>Make album</source>
      <translation>Album anlegen</translation>
    </message>
    <message>
      <source>Photos taken on one occasion come together. You can go on meanwhile.</source>
      <translation>Fotos von einem Anlass kommen zusammen. Du kannst inzwischen weitermachen.</translation>
    </message>
    <message>
      <source>Finding events…</source>
      <translation>Ereignisse werden gesucht …</translation>
    </message>
    <message>
      <source>Photos taken on one occasion come together here by themselves.</source>
      <translation>Fotos von einem Anlass kommen hier von selbst zusammen.</translation>
    </message>
    <message>
      <source>Add folders…</source>
      <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
      <source>No photos yet</source>
      <translation>Noch keine Fotos</translation>
    </message>
    <message>
      <source>When and where each was taken is being read from the files.</source>
      <translation>Wann und wo jedes aufgenommen wurde, wird aus den Dateien gelesen.</translation>
    </message>
    <message>
      <source>Events appear when your photos are read</source>
      <translation>Ereignisse erscheinen, wenn deine Fotos gelesen sind</translation>
    </message>
    <message>
      <source>Events need to know when photos were taken, and none of your files tells.</source>
      <translation>Für Ereignisse muss bekannt sein, wann Fotos aufgenommen wurden, und keine deiner Dateien sagt es.</translation>
    </message>
    <message>
      <source>Go to the library</source>
      <translation>Zur Mediathek</translation>
    </message>
    <message>
      <source>No photo has a date</source>
      <translation>Kein Foto hat ein Datum</translation>
    </message>
    <message>
      <source>Events cannot be shown</source>
      <translation>Die Ereignisse können nicht gezeigt werden</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Noch einmal versuchen</translation>
    </message>
  </context>
  <context>
    <name>FactLine</name>
    <message>
      <source>Copy: {what}</source>
      <translation>Kopieren: {what}</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
  </context>
  <context>
    <name>Facts</name>
    <message numerus="yes">
      <source>{n} photos</source>
      <translation>
        <numerusform>{n} Foto</numerusform>
        <numerusform>{n} Fotos</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} covered</source>
      <translation>
        <numerusform>{n} verdeckt</numerusform>
        <numerusform>{n} verdeckt</numerusform>
      </translation>
    </message>
    <message>
      <source>Date from the sidecar file</source>
      <translation>Datum aus der Begleitdatei</translation>
    </message>
    <message>
      <source>Date read from the file name</source>
      <translation>Datum aus dem Dateinamen</translation>
    </message>
    <message>
      <source>Date of the file: the camera wrote none</source>
      <translation>Datum der Datei: die Kamera schrieb keines</translation>
    </message>
    <message>
      <source>near {town}</source>
      <translation>nahe {town}</translation>
    </message>
    <message>
      <source>The drive or folder of this photo is away. Its details stay here; connect it to see the picture.</source>
      <translation>Laufwerk oder Ordner dieses Fotos ist nicht da. Die Angaben bleiben hier; schließe es an, um das Bild zu sehen.</translation>
    </message>
    <message>
      <source>The file is no longer at its place. If it comes back, everything you gave it is still here.</source>
      <translation>Die Datei ist nicht mehr an ihrem Platz. Kommt sie zurück, ist alles noch da, was du ihr gegeben hast.</translation>
    </message>
    <message>
      <source>This file could not be read. It may be damaged or of an unknown kind; the file itself is untouched.</source>
      <translation>Diese Datei konnte nicht gelesen werden. Sie ist vielleicht beschädigt oder von unbekannter Art; die Datei selbst ist unberührt.</translation>
    </message>
    <message>
      <source>Sensitive</source>
      <translation>Heikel</translation>
    </message>
    <message>
      <source>Blurry</source>
      <translation>Unscharf</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Dunkel</translation>
    </message>
    <message>
      <source>Overexposed</source>
      <translation>Überbelichtet</translation>
    </message>
    <message>
      <source>Noisy</source>
      <translation>Verrauscht</translation>
    </message>
    <message>
      <source>Screenshots</source>
      <translation>Bildschirmfotos</translation>
    </message>
    <message>
      <source>Documents</source>
      <translation>Dokumente</translation>
    </message>
    <message>
      <source>Weapons</source>
      <translation>Waffen</translation>
    </message>
    <message>
      <source>{name}: suggested, {percent} % sure</source>
      <translation>{name}: vorgeschlagen, zu {percent} % sicher</translation>
    </message>
    <message>
      <source>{name}: keyword in the file</source>
      <translation>{name}: Stichwort in der Datei</translation>
    </message>
    <message>
      <source>{name}: your tag</source>
      <translation>{name}: dein Schlagwort</translation>
    </message>
    <message>
      <source>{first} to {last}</source>
      <translation>{first} bis {last}</translation>
    </message>
    <message>
      <source>photo {name}</source>
      <translation>Foto {name}</translation>
    </message>
    <message>
      <source>favourite</source>
      <translation>Favorit</translation>
    </message>
    <message>
      <source>less than a minute</source>
      <translation>weniger als eine Minute</translation>
    </message>
    <message numerus="yes">
      <source>{n} minutes</source>
      <translation>
        <numerusform>{n} Minute</numerusform>
        <numerusform>{n} Minuten</numerusform>
      </translation>
    </message>
    <message>
      <source>{h} h {m} min</source>
      <translation>{h} Std. {m} Min.</translation>
    </message>
  </context>
  <context>
    <name>Filmstrip</name>
    <message>
      <source>Filmstrip</source>
      <translation>Filmstreifen</translation>
    </message>
  </context>
  <context>
    <name>FirstRunPage</name>
    <message>
      <source>Welcome to Reverie</source>
      <translation>Willkommen bei Reverie</translation>
    </message>
    <message>
      <source>Which folders hold your photos? Reverie only reads them.</source>
      <translation>In welchen Ordnern liegen deine Fotos? Reverie liest sie nur.</translation>
    </message>
    <message>
      <source>No folder chosen yet.</source>
      <translation>Noch kein Ordner gewählt.</translation>
    </message>
    <message>
      <source>Add a folder…</source>
      <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Los geht’s</translation>
    </message>
    <message>
      <source>Photos appear at once</source>
      <translation>Fotos erscheinen sofort</translation>
    </message>
    <message>
      <source>Reverie then looks at what is in them, quietly. Pause it at any time.</source>
      <translation>Was darauf ist, sieht sich Reverie danach still an. Du kannst es jederzeit anhalten.</translation>
    </message>
    <message>
      <source>Nothing leaves this computer</source>
      <translation>Nichts verlässt diesen Computer</translation>
    </message>
    <message>
      <source>No account, no upload, no connection. What it learns stays here.</source>
      <translation>Kein Konto, kein Hochladen, keine Verbindung. Was gelernt wird, bleibt hier.</translation>
    </message>
    <message>
      <source>Your originals are never changed</source>
      <translation>Deine Originale werden nie verändert</translation>
    </message>
    <message>
      <source>Ratings and tags are kept in its own library. Every edit can be undone.</source>
      <translation>Bewertungen und Schlagwörter liegen in einer eigenen Mediathek. Alles lässt sich rückgängig machen.</translation>
    </message>
    <message>
      <source>Choose a folder with photos</source>
      <translation>Ordner mit Fotos wählen</translation>
    </message>
  </context>
  <context>
    <name>FlagDesk</name>
    <message>
      <source>Kept as it is flagged</source>
      <translation>Bleibt gekennzeichnet</translation>
    </message>
    <message>
      <source>The flag is gone for good</source>
      <translation>Das Kennzeichen ist für immer weg</translation>
    </message>
  </context>
  <context>
    <name>FlagPage</name>
    <message>
      <source>Flags</source>
      <translation>Kennzeichen</translation>
    </message>
    <message>
      <source>Reverie marks photos that may need a look. It never hides or deletes one for it, and a flag you call wrong does not come back.</source>
      <translation>Reverie kennzeichnet Fotos, die einen Blick brauchen könnten. Es blendet deswegen keines aus und löscht keines, und ein Kennzeichen, das du falsch nennst, kommt nicht wieder.</translation>
    </message>
  </context>
  <context>
    <name>FlagReview</name>
    <message numerus="yes">
      <source>{n} left</source>
      <translation>
        <numerusform>Noch {n}</numerusform>
        <numerusform>Noch {n}</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>FlagRow</name>
    <message>
      <source>{flag}: how many photos to flag</source>
      <translation>{flag}: wie viele Fotos gekennzeichnet werden</translation>
    </message>
    <message>
      <source>Few</source>
      <translation>Wenige</translation>
    </message>
    <message>
      <source>Many</source>
      <translation>Viele</translation>
    </message>
    <message>
      <source>Look for these</source>
      <translation>Danach suchen</translation>
    </message>
    <message>
      <source>Look for photos: {flag}</source>
      <translation>Nach Fotos suchen: {flag}</translation>
    </message>
    <message>
      <source>Photos flagged: {flag}</source>
      <translation>Gekennzeichnete Fotos: {flag}</translation>
    </message>
    <message>
      <source>Review</source>
      <translation>Durchsehen</translation>
    </message>
    <message>
      <source>Review: {flag}</source>
      <translation>Durchsehen: {flag}</translation>
    </message>
    <message>
      <source>Show all</source>
      <translation>Alle zeigen</translation>
    </message>
    <message>
      <source>Show all photos: {flag}</source>
      <translation>Alle Fotos zeigen: {flag}</translation>
    </message>
    <message>
      <source>Denoise…</source>
      <translation>Entrauschen…</translation>
    </message>
    <message>
      <source>Take the noise out of these photos</source>
      <translation>Das Rauschen aus diesen Fotos entfernen</translation>
    </message>
    <message>
      <source>Off</source>
      <translation>Aus</translation>
    </message>
    <message numerus="yes">
      <source>{n} not looked at yet</source>
      <translation>
        <numerusform>{n} noch nicht angesehen</numerusform>
        <numerusform>{n} noch nicht angesehen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Review {n}</source>
      <translation>
        <numerusform>{n} durchsehen</numerusform>
        <numerusform>{n} durchsehen</numerusform>
      </translation>
    </message>
    <message>
      <source>Not so</source>
      <translation>Stimmt nicht</translation>
    </message>
    <message>
      <source>{flag}: not so</source>
      <translation>{flag}: stimmt nicht</translation>
    </message>
  </context>
  <context>
    <name>FlagWords</name>
    <message>
      <source>Not for everyone's eyes. Covered on every page, and left out of For You.</source>
      <translation>Nicht für jedermanns Augen. Auf jeder Seite verdeckt und nicht in „Für dich“.</translation>
    </message>
    <message>
      <source>Nothing in the picture is sharp, not even the subject.</source>
      <translation>Nichts im Bild ist scharf, auch das Motiv nicht.</translation>
    </message>
    <message>
      <source>So dark that hardly anything can be seen.</source>
      <translation>So dunkel, dass kaum etwas zu sehen ist.</translation>
    </message>
    <message>
      <source>Large parts are burnt out to plain white.</source>
      <translation>Große Teile sind zu reinem Weiß ausgebrannt.</translation>
    </message>
    <message>
      <source>Grain all over, as from a small sensor in poor light.</source>
      <translation>Überall Rauschen, wie von einem kleinen Sensor bei wenig Licht.</translation>
    </message>
    <message>
      <source>Pictures of a screen. Never suggested on For You.</source>
      <translation>Bilder eines Bildschirms. Nie vorgeschlagen in „Für dich“.</translation>
    </message>
    <message>
      <source>Pages, receipts and whiteboards. Never suggested on For You.</source>
      <translation>Seiten, Belege und Tafeln. Nie vorgeschlagen in „Für dich“.</translation>
    </message>
    <message>
      <source>A firearm can be seen.</source>
      <translation>Eine Schusswaffe ist zu sehen.</translation>
    </message>
    <message>
      <source>Is this photo sensitive?</source>
      <translation>Ist dieses Foto sensibel?</translation>
    </message>
    <message>
      <source>Is this photo blurry?</source>
      <translation>Ist dieses Foto unscharf?</translation>
    </message>
    <message>
      <source>Is this photo too dark?</source>
      <translation>Ist dieses Foto zu dunkel?</translation>
    </message>
    <message>
      <source>Is this photo burnt out?</source>
      <translation>Ist dieses Foto ausgebrannt?</translation>
    </message>
    <message>
      <source>Is this photo noisy?</source>
      <translation>Rauscht dieses Foto?</translation>
    </message>
    <message>
      <source>Is this a screenshot?</source>
      <translation>Ist das ein Bildschirmfoto?</translation>
    </message>
    <message>
      <source>Is this a document?</source>
      <translation>Ist das ein Dokument?</translation>
    </message>
    <message>
      <source>Does this photo show a weapon?</source>
      <translation>Zeigt dieses Foto eine Waffe?</translation>
    </message>
  </context>
  <context>
    <name>FolderMenu</name>
    <message>
      <source>Open folder</source>
      <translation>Ordner öffnen</translation>
    </message>
    <message>
      <source>Look for changes</source>
      <translation>Nach Änderungen suchen</translation>
    </message>
    <message>
      <source>Accept missing photos</source>
      <translation>Fehlende Fotos hinnehmen</translation>
    </message>
    <message>
      <source>Remove from library…</source>
      <translation>Aus der Mediathek entfernen…</translation>
    </message>
    <message>
      <source>The folder could not be opened.</source>
      <translation>Der Ordner ließ sich nicht öffnen.</translation>
    </message>
  </context>
  <context>
    <name>FolderRow</name>
    <message>
      <source>Leave out {folder}</source>
      <translation>{folder} weglassen</translation>
    </message>
    <message>
      <source>Leave out</source>
      <translation>Weglassen</translation>
    </message>
  </context>
  <context>
    <name>ForYou</name>
    <message>
      <source>Remove from favourites</source>
      <translation>Aus Favoriten entfernen</translation>
    </message>
    <message>
      <source>Favourite</source>
      <translation>Favorit</translation>
    </message>
    <message>
      <source>Find similar</source>
      <translation>Ähnliche suchen</translation>
    </message>
    <message>
      <source>Show on the timeline</source>
      <translation>Auf der Zeitleiste zeigen</translation>
    </message>
    <message>
      <source>Less like this</source>
      <translation>Weniger davon</translation>
    </message>
    <message>
      <source>Never suggest this</source>
      <translation>Nie wieder vorschlagen</translation>
    </message>
    <message>
      <source>Why this photo?</source>
      <translation>Warum dieses Foto?</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>In the album, or not</source>
      <translation>Im Album oder nicht</translation>
    </message>
    <message>
      <source>Private session</source>
      <translation>Privater Modus</translation>
    </message>
    <message>
      <source>Nothing you look at now is remembered, and it changes nothing here.</source>
      <translation>Was du jetzt ansiehst, wird nicht gemerkt und ändert hier nichts.</translation>
    </message>
    <message>
      <source>End private session</source>
      <translation>Privaten Modus beenden</translation>
    </message>
    <message>
      <source>New looks are not remembered. This page still uses those from before.</source>
      <translation>Neues Ansehen wird nicht gemerkt. Diese Seite nutzt weiter, was sie schon weiß.</translation>
    </message>
    <message>
      <source>Paused</source>
      <translation>Angehalten</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Fortsetzen</translation>
    </message>
    <message>
      <source>So this page shows memories, favourites and the best of your events, and learns nothing.</source>
      <translation>Darum zeigt diese Seite Erinnerungen, Favoriten und das Beste deiner Ereignisse und lernt nichts.</translation>
    </message>
    <message>
      <source>Your looks are not remembered</source>
      <translation>Was du ansiehst, wird nicht gemerkt</translation>
    </message>
    <message>
      <source>Remember what I look at</source>
      <translation>Merken, was ich ansehe</translation>
    </message>
    <message>
      <source>{done} of {total} photos are understood. Suggestions get better as this goes on.</source>
      <translation>{done} von {total} Fotos sind verstanden. Die Vorschläge werden dabei immer besser.</translation>
    </message>
    <message>
      <source>Getting to know your photos</source>
      <translation>Deine Fotos werden kennengelernt</translation>
    </message>
    <message>
      <source>This page learns from what you look at</source>
      <translation>Diese Seite lernt aus dem, was du ansiehst</translation>
    </message>
    <message>
      <source>Open a few photos you like, and more of their kind appear here. Until then: memories and favourites.</source>
      <translation>Öffne ein paar Fotos, die dir gefallen, dann erscheinen hier mehr davon. Bis dahin: Erinnerungen und Favoriten.</translation>
    </message>
    <message>
      <source>Browse the library</source>
      <translation>In der Mediathek stöbern</translation>
    </message>
    <message>
      <source>More of {interest}</source>
      <translation>Mehr von „{interest}“</translation>
    </message>
    <message>
      <source>More of what you like</source>
      <translation>Mehr von dem, was dir gefällt</translation>
    </message>
    <message>
      <source>More photos like</source>
      <translation>Mehr Fotos wie dieses:</translation>
    </message>
    <message>
      <source>Rediscover {interest}</source>
      <translation>„{interest}“ wiederentdecken</translation>
    </message>
    <message>
      <source>More like your well rated photos</source>
      <translation>Mehr wie deine gut bewerteten Fotos</translation>
    </message>
    <message>
      <source>For you today</source>
      <translation>Heute für dich</translation>
    </message>
    <message>
      <source>Because you looked at</source>
      <translation>Weil du das angesehen hast:</translation>
    </message>
    <message>
      <source>Rediscover</source>
      <translation>Wiederentdecken</translation>
    </message>
    <message>
      <source>On this day</source>
      <translation>An diesem Tag</translation>
    </message>
    <message>
      <source>New for you</source>
      <translation>Neu für dich</translation>
    </message>
    <message>
      <source>More like your favourites</source>
      <translation>Mehr wie deine Favoriten</translation>
    </message>
    <message>
      <source>The best of your library</source>
      <translation>Das Beste aus deiner Mediathek</translation>
    </message>
    <message>
      <source>Something different</source>
      <translation>Etwas anderes</translation>
    </message>
    <message>
      <source>A first choice from your library, until there are looks to learn from</source>
      <translation>Eine erste Auswahl aus deiner Mediathek, bis es etwas zu lernen gibt</translation>
    </message>
    <message>
      <source>From earlier years</source>
      <translation>Aus früheren Jahren</translation>
    </message>
    <message>
      <source>Chosen from everything you like to look at</source>
      <translation>Ausgewählt aus allem, was du gern ansiehst</translation>
    </message>
    <message>
      <source>Photos like it</source>
      <translation>Fotos, die ihm ähneln</translation>
    </message>
    <message>
      <source>One of your interests</source>
      <translation>Eines deiner Interessen</translation>
    </message>
    <message>
      <source>The kind you like, not opened for a long time</source>
      <translation>Was dir gefällt, lange nicht geöffnet</translation>
    </message>
    <message>
      <source>Added lately, and close to your interests</source>
      <translation>Neu hinzugefügt und nah an deinen Interessen</translation>
    </message>
    <message>
      <source>Near the photos you marked with a heart</source>
      <translation>Nah an den Fotos, denen du ein Herz gegeben hast</translation>
    </message>
    <message>
      <source>Good photos from many occasions</source>
      <translation>Gute Fotos von vielen Anlässen</translation>
    </message>
    <message>
      <source>Good photos of kinds you have not looked at</source>
      <translation>Gute Fotos von Motiven, die du noch nicht angesehen hast</translation>
    </message>
    <message>
      <source>The kind you like, older, and not opened yet</source>
      <translation>Was dir gefällt, älter und noch nicht geöffnet</translation>
    </message>
    <message>
      <source>The kind you like, not opened for a long time, or not yet</source>
      <translation>Was dir gefällt, lange oder noch nie geöffnet</translation>
    </message>
    <message>
      <source>Near photos rated 4 stars or more</source>
      <translation>Nah an Fotos mit 4 Sternen oder mehr</translation>
    </message>
    <message>
      <source>Near the photos with a heart, or rated 4 stars or more</source>
      <translation>Nah an Fotos mit Herz oder mit 4 Sternen und mehr</translation>
    </message>
    <message>
      <source>{interest} over the years</source>
      <translation>{interest} im Lauf der Jahre</translation>
    </message>
    <message>
      <source>Photos alike</source>
      <translation>Ähnliche Fotos</translation>
    </message>
    <message>
      <source>Taken together</source>
      <translation>Zusammen aufgenommen</translation>
    </message>
    <message>
      <source>One of your interests, over the years</source>
      <translation>Eines deiner Interessen, über die Jahre</translation>
    </message>
    <message>
      <source>to try something new</source>
      <translation>um etwas Neues zu probieren</translation>
    </message>
    <message>
      <source>on this day in an earlier year</source>
      <translation>an diesem Tag in einem früheren Jahr</translation>
    </message>
    <message>
      <source>because you like {interest}</source>
      <translation>weil du {interest} magst</translation>
    </message>
    <message>
      <source>because of photos you looked at</source>
      <translation>wegen Fotos, die du angesehen hast</translation>
    </message>
    <message>
      <source>To try something new</source>
      <translation>Um etwas Neues zu probieren</translation>
    </message>
    <message>
      <source>Because you looked at these</source>
      <translation>Weil du diese angesehen hast</translation>
    </message>
    <message>
      <source>Chosen from your library</source>
      <translation>Aus deiner Mediathek ausgewählt</translation>
    </message>
    <message>
      <source>It is unlike what you usually look at. A few such photos keep this page from going round in circles.</source>
      <translation>Es ist anders als das, was du sonst ansiehst. Ein paar solche Fotos bewahren diese Seite davor, sich im Kreis zu drehen.</translation>
    </message>
    <message>
      <source>It was taken on this day in an earlier year.</source>
      <translation>Es wurde an diesem Tag in einem früheren Jahr aufgenommen.</translation>
    </message>
    <message>
      <source>There is nothing of yours behind it: it is one of the best photos of its event, or like a favourite.</source>
      <translation>Dahinter steht nichts, was du getan hast: Es ist eines der besten Fotos seines Ereignisses oder ähnelt einem Favoriten.</translation>
    </message>
    <message>
      <source>This photo is like them.</source>
      <translation>Dieses Foto ähnelt ihnen.</translation>
    </message>
    <message>
      <source>Growing</source>
      <translation>Wächst</translation>
    </message>
    <message>
      <source>Fading</source>
      <translation>Lässt nach</translation>
    </message>
    <message>
      <source>Steady</source>
      <translation>Gleichbleibend</translation>
    </message>
    <message>
      <source>1 look</source>
      <translation>1-mal angesehen</translation>
    </message>
    <message>
      <source>{n} looks</source>
      <translation>{n}-mal angesehen</translation>
    </message>
    <message>
      <source>{n} s</source>
      <translation>{n} s</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>Heute</translation>
    </message>
    <message>
      <source>Yesterday</source>
      <translation>Gestern</translation>
    </message>
    <message>
      <source>{n} days ago</source>
      <translation>vor {n} Tagen</translation>
    </message>
    <message>
      <source>a photo</source>
      <translation>ein Foto</translation>
    </message>
    <message>
      <source>photo of {date}</source>
      <translation>Foto vom {date}</translation>
    </message>
    <message>
      <source>{chosen} of {photos}</source>
      <translation>{chosen} von {photos}</translation>
    </message>
  </context>
  <context>
    <name>ForYouDesk</name>
    <message>
      <source>Suggestions cannot be shown just now.</source>
      <translation>Vorschläge lassen sich gerade nicht zeigen.</translation>
    </message>
    <message>
      <source>Fewer photos like this will be suggested</source>
      <translation>Solche Fotos werden seltener vorgeschlagen</translation>
    </message>
    <message>
      <source>Never suggested again</source>
      <translation>Wird nie wieder vorgeschlagen</translation>
    </message>
    <message>
      <source>The looks behind it are forgotten</source>
      <translation>Was du dazu angesehen hast, ist vergessen</translation>
    </message>
  </context>
  <context>
    <name>ForYouPage</name>
    <message>
      <source>For You</source>
      <translation>Für dich</translation>
    </message>
    <message>
      <source>Add a folder with photos, and this page shows the ones you would love to see again.</source>
      <translation>Füge einen Ordner mit Fotos hinzu, und diese Seite zeigt die, die du gern wiedersehen würdest.</translation>
    </message>
    <message>
      <source>Nothing to suggest yet</source>
      <translation>Noch nichts vorzuschlagen</translation>
    </message>
    <message>
      <source>Go to the library</source>
      <translation>Zur Mediathek</translation>
    </message>
    <message>
      <source>Your photos are being looked through. The first suggestions come when that is done.</source>
      <translation>Deine Fotos werden gerade durchgesehen. Danach kommen die ersten Vorschläge.</translation>
    </message>
    <message>
      <source>Getting to know your photos</source>
      <translation>Deine Fotos werden kennengelernt</translation>
    </message>
    <message>
      <source>Browse the library</source>
      <translation>In der Mediathek stöbern</translation>
    </message>
    <message>
      <source>Open a few photos you like, and more of their kind appear here.</source>
      <translation>Öffne ein paar Fotos, die dir gefallen, dann erscheinen hier mehr davon.</translation>
    </message>
    <message>
      <source>Choosing photos for you…</source>
      <translation>Fotos für dich werden ausgesucht…</translation>
    </message>
    <message>
      <source>This page cannot be shown</source>
      <translation>Diese Seite lässt sich nicht zeigen</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Noch einmal versuchen</translation>
    </message>
  </context>
  <context>
    <name>ForYouShelf</name>
    <message>
      <source>Back along this shelf</source>
      <translation>In dieser Reihe zurück</translation>
    </message>
    <message>
      <source>Further along this shelf</source>
      <translation>In dieser Reihe weiter</translation>
    </message>
  </context>
  <context>
    <name>GroupActs</name>
    <message>
      <source>Renamed to “{group}”</source>
      <translation>Umbenannt in „{group}“</translation>
    </message>
    <message>
      <source>Made two groups of “{group}”</source>
      <translation>Aus „{group}“ wurden zwei Gruppen</translation>
    </message>
    <message>
      <source>The photos of “{group}” are all of one kind</source>
      <translation>Die Fotos von „{group}“ sind alle von einer Art</translation>
    </message>
    <message>
      <source>Merge “{group}” into</source>
      <translation>„{group}“ zusammenführen mit</translation>
    </message>
    <message>
      <source>Group</source>
      <translation>Gruppe</translation>
    </message>
  </context>
  <context>
    <name>GroupBar</name>
    <message>
      <source>Name of the group</source>
      <translation>Name der Gruppe</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>Umbenennen</translation>
    </message>
    <message>
      <source>Give this group another name</source>
      <translation>Dieser Gruppe einen anderen Namen geben</translation>
    </message>
    <message>
      <source>Make album</source>
      <translation>Album anlegen</translation>
    </message>
    <message>
      <source>Make an album of this group</source>
      <translation>Aus dieser Gruppe ein Album anlegen</translation>
    </message>
    <message>
      <source>More like this</source>
      <translation>Mehr davon</translation>
    </message>
    <message>
      <source>Find photos like this group elsewhere</source>
      <translation>Anderswo Fotos wie in dieser Gruppe finden</translation>
    </message>
    <message>
      <source>Split</source>
      <translation>Teilen</translation>
    </message>
    <message>
      <source>Make two groups of this one</source>
      <translation>Aus dieser Gruppe zwei machen</translation>
    </message>
    <message>
      <source>Merge into…</source>
      <translation>Zusammenführen mit…</translation>
    </message>
    <message>
      <source>Put these photos into another group</source>
      <translation>Diese Fotos in eine andere Gruppe legen</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>What else can be done with this group</source>
      <translation>Was sich noch mit dieser Gruppe tun lässt</translation>
    </message>
    <message>
      <source>Photos that look alike</source>
      <translation>Fotos, die sich ähnlich sehen</translation>
    </message>
  </context>
  <context>
    <name>GroupChooser</name>
    <message>
      <source>Find a group</source>
      <translation>Gruppe suchen</translation>
    </message>
    <message>
      <source>Groups</source>
      <translation>Gruppen</translation>
    </message>
    <message>
      <source>Merge</source>
      <translation>Zusammenführen</translation>
    </message>
    <message>
      <source>Merge groups</source>
      <translation>Gruppen zusammenführen</translation>
    </message>
  </context>
  <context>
    <name>GroupMenus</name>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Show on the map</source>
      <translation>Auf dem Bild zeigen</translation>
    </message>
    <message>
      <source>More like this</source>
      <translation>Mehr davon</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>Umbenennen</translation>
    </message>
    <message>
      <source>Make album</source>
      <translation>Album anlegen</translation>
    </message>
    <message>
      <source>Split</source>
      <translation>Teilen</translation>
    </message>
    <message>
      <source>Merge into…</source>
      <translation>Zusammenführen mit…</translation>
    </message>
    <message>
      <source>Merge</source>
      <translation>Zusammenführen</translation>
    </message>
    <message>
      <source>Open “{group}”</source>
      <translation>„{group}“ öffnen</translation>
    </message>
    <message>
      <source>Find similar</source>
      <translation>Ähnliche suchen</translation>
    </message>
    <message>
      <source>Show on the timeline</source>
      <translation>Auf der Zeitleiste zeigen</translation>
    </message>
  </context>
  <context>
    <name>Groups</name>
    <message numerus="yes">
      <source>Merged {n} groups into “{group}”</source>
      <translation>
        <numerusform>{n} Gruppe mit „{group}“ zusammengeführt</numerusform>
        <numerusform>{n} Gruppen mit „{group}“ zusammengeführt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos are new since</source>
      <translation>
        <numerusform>{n} Foto ist seitdem neu</numerusform>
        <numerusform>{n} Fotos sind seitdem neu</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} groups selected</source>
      <translation>
        <numerusform>{n} Gruppe ausgewählt</numerusform>
        <numerusform>{n} Gruppen ausgewählt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} groups</source>
      <translation>
        <numerusform>{n} Gruppe</numerusform>
        <numerusform>{n} Gruppen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Found {n} groups</source>
      <translation>
        <numerusform>{n} Gruppe gefunden</numerusform>
        <numerusform>{n} Gruppen gefunden</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{done} of {n} photos are understood</source>
      <translation>
        <numerusform>{done} von {n} Foto ist verstanden</numerusform>
        <numerusform>{done} von {n} Fotos sind verstanden</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>GroupsBar</name>
    <message>
      <source>Cards</source>
      <translation>Karten</translation>
    </message>
    <message>
      <source>Map</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>Show the groups as cards</source>
      <translation>Die Gruppen als Karten zeigen</translation>
    </message>
    <message>
      <source>Show the library as a map</source>
      <translation>Die Mediathek als ein Bild zeigen</translation>
    </message>
    <message>
      <source>Find groups again</source>
      <translation>Gruppen neu suchen</translation>
    </message>
    <message>
      <source>Few</source>
      <translation>Wenige</translation>
    </message>
    <message>
      <source>Many</source>
      <translation>Viele</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>Fortschritt</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Stop finding groups</source>
      <translation>Die Suche nach Gruppen anhalten</translation>
    </message>
    <message>
      <source>Merge</source>
      <translation>Zusammenführen</translation>
    </message>
    <message>
      <source>Make album</source>
      <translation>Album anlegen</translation>
    </message>
    <message>
      <source>Select none</source>
      <translation>Auswahl aufheben</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>Automatisch</translation>
    </message>
    <message>
      <source>Finding groups…</source>
      <translation>Gruppen werden gesucht…</translation>
    </message>
    <message>
      <source>{n} groups were found</source>
      <translation>{n} Gruppen wurden gefunden</translation>
    </message>
  </context>
  <context>
    <name>GroupsDesk</name>
    <message>
      <source>Like “{group}”</source>
      <translation>Wie „{group}“</translation>
    </message>
    <message>
      <source>Your photos are where they were.</source>
      <translation>Deine Fotos sind, wo sie waren.</translation>
    </message>
    <message>
      <source>The map cannot be shown just now.</source>
      <translation>Das Bild kann gerade nicht gezeigt werden.</translation>
    </message>
  </context>
  <context>
    <name>GroupsPage</name>
    <message>
      <source>Groups</source>
      <translation>Gruppen</translation>
    </message>
    <message>
      <source>Photos that look alike come together. You can go on meanwhile.</source>
      <translation>Fotos, die sich ähnlich sehen, finden zusammen. Du kannst inzwischen weitermachen.</translation>
    </message>
    <message>
      <source>Finding groups…</source>
      <translation>Gruppen werden gesucht…</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Photos that look alike come together here by themselves.</source>
      <translation>Fotos, die sich ähnlich sehen, finden hier von selbst zusammen.</translation>
    </message>
    <message>
      <source>No photos yet</source>
      <translation>Noch keine Fotos</translation>
    </message>
    <message>
      <source>Add folders…</source>
      <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
      <source>Groups need some more photos to tell one kind from another.</source>
      <translation>Gruppen brauchen ein paar Fotos mehr, um eine Art von der anderen zu unterscheiden.</translation>
    </message>
    <message>
      <source>Too few photos for groups</source>
      <translation>Zu wenige Fotos für Gruppen</translation>
    </message>
    <message>
      <source>Go to the library</source>
      <translation>Zur Mediathek</translation>
    </message>
    <message>
      <source>Groups appear when your photos are understood</source>
      <translation>Gruppen erscheinen, wenn deine Fotos verstanden sind</translation>
    </message>
    <message>
      <source>No groups yet</source>
      <translation>Noch keine Gruppen</translation>
    </message>
    <message>
      <source>Find groups</source>
      <translation>Gruppen suchen</translation>
    </message>
    <message>
      <source>Groups cannot be shown</source>
      <translation>Gruppen können nicht gezeigt werden</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Noch einmal versuchen</translation>
    </message>
  </context>
  <context>
    <name>Header</name>
    <message>
      <source>Size of the tiles</source>
      <translation>Größe der Kacheln</translation>
    </message>
    <message>
      <source>View options</source>
      <translation>Ansichtsoptionen</translation>
    </message>
  </context>
  <context>
    <name>Histogram</name>
    <message>
      <source>Histogram</source>
      <translation>Histogramm</translation>
    </message>
    <message>
      <source>mostly dark</source>
      <translation>überwiegend dunkel</translation>
    </message>
    <message>
      <source>mostly light</source>
      <translation>überwiegend hell</translation>
    </message>
    <message>
      <source>balanced</source>
      <translation>ausgewogen</translation>
    </message>
  </context>
  <context>
    <name>History</name>
    <message>
      <source>Delete {looks}?</source>
      <translation>{looks} löschen?</translation>
    </message>
    <message>
      <source>They are gone for good. Your photos are not touched.</source>
      <translation>Das ist endgültig. Deine Fotos bleiben unberührt.</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>Löschen</translation>
    </message>
    <message>
      <source>What you looked at on that day is gone for good. Your photos are not touched.</source>
      <translation>Was du an dem Tag angesehen hast, ist endgültig weg. Deine Fotos bleiben unberührt.</translation>
    </message>
    <message>
      <source>Delete this day: {day}?</source>
      <translation>Diesen Tag löschen: {day}?</translation>
    </message>
    <message>
      <source>Delete day</source>
      <translation>Tag löschen</translation>
    </message>
    <message>
      <source>Every look, your interests with their names, and what you asked to see less of are gone for good, from backups too. Suggestions begin anew. Your photos, ratings and albums are not touched.</source>
      <translation>Alles Angesehene, deine Interessen mit ihren Namen und was du seltener sehen wolltest, ist endgültig weg, auch aus den Sicherungen. Die Vorschläge beginnen von vorn. Deine Fotos, Bewertungen und Alben bleiben unberührt.</translation>
    </message>
    <message>
      <source>Delete everything that is remembered?</source>
      <translation>Alles Gemerkte löschen?</translation>
    </message>
    <message>
      <source>Delete all</source>
      <translation>Alles löschen</translation>
    </message>
    <message>
      <source>Delete looks</source>
      <translation>Einträge löschen</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <source>Yesterday</source>
      <translation>Gestern</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>Heute</translation>
    </message>
    <message numerus="yes">
      <source>{n} looks</source>
      <translation>
        <numerusform>{n}-mal angesehen</numerusform>
        <numerusform>{n}-mal angesehen</numerusform>
      </translation>
    </message>
    <message>
      <source>passed by</source>
      <translation>vorbeigeblättert</translation>
    </message>
    <message numerus="yes">
      <source>{n} seconds</source>
      <translation>
        <numerusform>{n} Sekunde</numerusform>
        <numerusform>{n} Sekunden</numerusform>
      </translation>
    </message>
    <message>
      <source>in a folder</source>
      <translation>in einem Ordner</translation>
    </message>
    <message>
      <source>in an album</source>
      <translation>in einem Album</translation>
    </message>
    <message>
      <source>from a search</source>
      <translation>aus einer Suche</translation>
    </message>
    <message>
      <source>from Find similar</source>
      <translation>aus der Ähnlichkeitssuche</translation>
    </message>
    <message>
      <source>in a slideshow</source>
      <translation>in einer Diashow</translation>
    </message>
    <message>
      <source>from For You</source>
      <translation>aus „Für dich“</translation>
    </message>
    <message>
      <source>by a command</source>
      <translation>durch einen Befehl</translation>
    </message>
    <message>
      <source>zoomed in {times} ×</source>
      <translation>{times} × vergrößert</translation>
    </message>
    <message>
      <source>1 month</source>
      <translation>1 Monat</translation>
    </message>
    <message>
      <source>3 months</source>
      <translation>3 Monate</translation>
    </message>
    <message>
      <source>6 months</source>
      <translation>6 Monate</translation>
    </message>
    <message>
      <source>1 year</source>
      <translation>1 Jahr</translation>
    </message>
    <message>
      <source>2 years</source>
      <translation>2 Jahre</translation>
    </message>
    <message>
      <source>5 years</source>
      <translation>5 Jahre</translation>
    </message>
    <message>
      <source>Until I delete them</source>
      <translation>Bis ich sie lösche</translation>
    </message>
    <message numerus="yes">
      <source>{n} days</source>
      <translation>
        <numerusform>{n} Tag</numerusform>
        <numerusform>{n} Tage</numerusform>
      </translation>
    </message>
    <message>
      <source>This is a private session: nothing you look at now is remembered.</source>
      <translation>Das ist der private Modus: Nichts, was du jetzt ansiehst, wird gemerkt.</translation>
    </message>
    <message>
      <source>The photos you look at are remembered here, to suggest others. None of it leaves this computer.</source>
      <translation>Hier wird gemerkt, welche Fotos du ansiehst, um andere vorzuschlagen. Nichts davon verlässt diesen Computer.</translation>
    </message>
    <message>
      <source>Paused: new looks are not remembered. What is here stays until you delete it.</source>
      <translation>Angehalten: Neues Ansehen wird nicht gemerkt. Was hier steht, bleibt, bis du es löschst.</translation>
    </message>
    <message>
      <source>Looks are not remembered. What is here stays until you delete it.</source>
      <translation>Was du ansiehst, wird nicht gemerkt. Was hier steht, bleibt, bis du es löschst.</translation>
    </message>
    <message>
      <source>Looks are not remembered until you say so.</source>
      <translation>Was du ansiehst, wird erst gemerkt, wenn du es sagst.</translation>
    </message>
  </context>
  <context>
    <name>HistoryDesk</name>
    <message>
      <source>The photos you look at are remembered from now on</source>
      <translation>Ab jetzt wird gemerkt, welche Fotos du ansiehst</translation>
    </message>
    <message>
      <source>Paused: new looks are not remembered</source>
      <translation>Angehalten: Neues Ansehen wird nicht gemerkt</translation>
    </message>
    <message>
      <source>Looks are not remembered</source>
      <translation>Was du ansiehst, wird nicht gemerkt</translation>
    </message>
    <message>
      <source>Private session: nothing you look at is remembered until it ends</source>
      <translation>Privater Modus: Bis zu seinem Ende wird nichts gemerkt</translation>
    </message>
    <message>
      <source>The private session has ended</source>
      <translation>Der private Modus ist beendet</translation>
    </message>
    <message>
      <source>Reverie</source>
      <translation>Reverie</translation>
    </message>
    <message>
      <source>{name} (private session)</source>
      <translation>{name} (privater Modus)</translation>
    </message>
    <message>
      <source>Deleted: {looks}</source>
      <translation>Gelöscht: {looks}</translation>
    </message>
    <message>
      <source>The looks of this day are deleted</source>
      <translation>Was du an diesem Tag angesehen hast, ist gelöscht</translation>
    </message>
    <message>
      <source>Everything that was remembered is deleted</source>
      <translation>Alles Gemerkte ist gelöscht</translation>
    </message>
    <message>
      <source>reverie-history.json</source>
      <translation>reverie-verlauf.json</translation>
    </message>
    <message>
      <source>Export what is remembered</source>
      <translation>Gemerktes exportieren</translation>
    </message>
    <message>
      <source>{looks} written to {file}</source>
      <translation>{looks}, geschrieben nach {file}</translation>
    </message>
    <message>
      <source>That did not work. Nothing was deleted.</source>
      <translation>Das hat nicht geklappt. Es wurde nichts gelöscht.</translation>
    </message>
  </context>
  <context>
    <name>HistoryList</name>
    <message>
      <source>Looks</source>
      <translation>Angesehen</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Show on the timeline</source>
      <translation>Auf der Zeitleiste zeigen</translation>
    </message>
    <message>
      <source>Delete this look</source>
      <translation>Diesen Eintrag löschen</translation>
    </message>
    <message>
      <source>Delete these looks…</source>
      <translation>Diese Einträge löschen…</translation>
    </message>
    <message>
      <source>Delete this day…</source>
      <translation>Diesen Tag löschen…</translation>
    </message>
  </context>
  <context>
    <name>HistoryPage</name>
    <message>
      <source>Export…</source>
      <translation>Exportieren…</translation>
    </message>
    <message>
      <source>Writes everything that is remembered into a JSON file.</source>
      <translation>Schreibt alles Gemerkte in eine JSON-Datei.</translation>
    </message>
    <message>
      <source>Delete all…</source>
      <translation>Alles löschen…</translation>
    </message>
    <message>
      <source>Keep looks for</source>
      <translation>Aufbewahren für</translation>
    </message>
    <message>
      <source>End private session</source>
      <translation>Privaten Modus beenden</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Fortsetzen</translation>
    </message>
    <message>
      <source>Remember what I look at</source>
      <translation>Merken, was ich ansehe</translation>
    </message>
    <message>
      <source>Photos you open in the viewer appear here, with the time and for how long.</source>
      <translation>Fotos, die du in der Einzelansicht öffnest, erscheinen hier, mit Uhrzeit und Dauer.</translation>
    </message>
    <message>
      <source>Nothing remembered yet</source>
      <translation>Noch nichts gemerkt</translation>
    </message>
    <message>
      <source>Nothing is remembered</source>
      <translation>Nichts wird gemerkt</translation>
    </message>
  </context>
  <context>
    <name>HistoryQuestion</name>
    <message>
      <source>May Reverie learn from what you look at?</source>
      <translation>Darf Reverie aus dem lernen, was du ansiehst?</translation>
    </message>
    <message>
      <source>Learn from what I look at</source>
      <translation>Aus dem lernen, was ich ansehe</translation>
    </message>
    <message>
      <source>Not now</source>
      <translation>Jetzt nicht</translation>
    </message>
    <message>
      <source>You can change this in the settings.</source>
      <translation>Du kannst das in den Einstellungen ändern.</translation>
    </message>
    <message>
      <source>It would remember which photos you open, and for how long, to show you others you would love to see again.</source>
      <translation>Es würde sich merken, welche Fotos du öffnest und wie lange, um dir andere zu zeigen, die du gern wiedersehen würdest.</translation>
    </message>
    <message>
      <source>That stays in one file on this computer, {file}. Nothing is sent anywhere.</source>
      <translation>Das bleibt in einer Datei auf diesem Computer, {file}. Nichts wird irgendwohin gesendet.</translation>
    </message>
    <message>
      <source>You can see all of it, pause, look in private, and delete one look, a day or everything, at any time.</source>
      <translation>Du kannst jederzeit alles sehen, anhalten, privat ansehen und einen Eintrag, einen Tag oder alles löschen.</translation>
    </message>
  </context>
  <context>
    <name>HistorySettings</name>
    <message>
      <source>Yes</source>
      <translation>Ja</translation>
    </message>
    <message>
      <source>Paused</source>
      <translation>Angehalten</translation>
    </message>
    <message>
      <source>No</source>
      <translation>Nein</translation>
    </message>
    <message>
      <source>Keep them in the library's backups too</source>
      <translation>Auch in den Sicherungen der Mediathek behalten</translation>
    </message>
    <message>
      <source>Show what is remembered</source>
      <translation>Zeigen, was gemerkt ist</translation>
    </message>
    <message>
      <source>Delete all…</source>
      <translation>Alles löschen…</translation>
    </message>
    <message>
      <source>Delete everything that is remembered</source>
      <translation>Alles Gemerkte löschen</translation>
    </message>
    <message>
      <source>Remember the photos I look at</source>
      <translation>Merken, welche Fotos ich ansehe</translation>
    </message>
    <message>
      <source>To suggest others on For You. Looks stay in a file of their own on this computer.</source>
      <translation>Um auf „Für dich“ andere vorzuschlagen. Das bleibt in einer eigenen Datei auf diesem Computer.</translation>
    </message>
    <message>
      <source>Keep looks for</source>
      <translation>Aufbewahren für</translation>
    </message>
  </context>
  <context>
    <name>Inspector</name>
    <message>
      <source>Inspector</source>
      <translation>Infoleiste</translation>
    </message>
    <message>
      <source>Why it was found</source>
      <translation>Warum es gefunden wurde</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>Datum</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>Kamera</translation>
    </message>
    <message>
      <source>Place</source>
      <translation>Ort</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Choose a photo to see what is known about it.</source>
      <translation>Wähle ein Foto, um zu sehen, was darüber bekannt ist.</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>Schlagwörter</translation>
    </message>
    <message>
      <source>Noticed</source>
      <translation>Aufgefallen</translation>
    </message>
    <message>
      <source>Colours</source>
      <translation>Farben</translation>
    </message>
    <message>
      <source>Histogram</source>
      <translation>Histogramm</translation>
    </message>
    <message>
      <source>Remove from favourites</source>
      <translation>Aus Favoriten entfernen</translation>
    </message>
    <message>
      <source>Add to favourites</source>
      <translation>Zu Favoriten hinzufügen</translation>
    </message>
  </context>
  <context>
    <name>InterestCard</name>
    <message>
      <source>More of this</source>
      <translation>Mehr davon</translation>
    </message>
    <message>
      <source>Mute</source>
      <translation>Stummschalten</translation>
    </message>
    <message>
      <source>Forget…</source>
      <translation>Vergessen…</translation>
    </message>
    <message>
      <source>Why?</source>
      <translation>Warum?</translation>
    </message>
    <message>
      <source>Forget</source>
      <translation>Vergessen</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <source>Muted: nothing of it is suggested</source>
      <translation>Stumm: nichts davon wird vorgeschlagen</translation>
    </message>
    <message>
      <source>Unmute</source>
      <translation>Stummschaltung aufheben</translation>
    </message>
    <message>
      <source>Forget {looks}?</source>
      <translation>{looks} vergessen?</translation>
    </message>
    <message>
      <source>Looks behind {interest}</source>
      <translation>Was hinter {interest} steht</translation>
    </message>
    <message>
      <source>More of {interest}</source>
      <translation>Mehr von {interest}</translation>
    </message>
    <message>
      <source>Unmute {interest}</source>
      <translation>{interest} nicht mehr stummschalten</translation>
    </message>
    <message>
      <source>Mute {interest}</source>
      <translation>{interest} stummschalten</translation>
    </message>
    <message>
      <source>Forget {interest}</source>
      <translation>{interest} vergessen</translation>
    </message>
    <message>
      <source>Why {interest}?</source>
      <translation>Warum {interest}?</translation>
    </message>
    <message>
      <source>Forget {interest} now</source>
      <translation>{interest} jetzt vergessen</translation>
    </message>
    <message>
      <source>Keep {interest}</source>
      <translation>{interest} behalten</translation>
    </message>
  </context>
  <context>
    <name>InterestsDesk</name>
    <message>
      <source>Your interests cannot be shown just now.</source>
      <translation>Deine Interessen lassen sich gerade nicht zeigen.</translation>
    </message>
    <message>
      <source>Interest changed</source>
      <translation>Interesse geändert</translation>
    </message>
    <message>
      <source>Interest forgotten</source>
      <translation>Interesse vergessen</translation>
    </message>
  </context>
  <context>
    <name>InterestsPage</name>
    <message>
      <source>Your interests</source>
      <translation>Deine Interessen</translation>
    </message>
    <message>
      <source>What this program believes you like, learned from what you looked at. It stays on this computer, and you may change all of it.</source>
      <translation>Was dir nach Meinung dieses Programms gefällt, gelernt aus dem, was du angesehen hast. Es bleibt auf diesem Computer, und du kannst alles ändern.</translation>
    </message>
    <message>
      <source>For You</source>
      <translation>Für dich</translation>
    </message>
    <message>
      <source>History</source>
      <translation>Verlauf</translation>
    </message>
    <message>
      <source>Open a few photos you like and give them a moment. What they have in common appears here.</source>
      <translation>Öffne ein paar Fotos, die dir gefallen, und lass dir einen Moment Zeit. Was sie gemeinsam haben, erscheint hier.</translation>
    </message>
    <message>
      <source>Looks are not remembered now, so there is nothing to learn from. For You tells more.</source>
      <translation>Gerade wird nicht gemerkt, was du ansiehst; darum gibt es nichts zu lernen. „Für dich“ sagt mehr dazu.</translation>
    </message>
    <message>
      <source>No interests yet</source>
      <translation>Noch keine Interessen</translation>
    </message>
    <message>
      <source>Browse the library</source>
      <translation>In der Mediathek stöbern</translation>
    </message>
  </context>
  <context>
    <name>KeepRulesDialog</name>
    <message>
      <source>What is kept</source>
      <translation>Was bleibt</translation>
    </message>
    <message>
      <source>Rules, the first decides</source>
      <translation>Regeln, die erste entscheidet</translation>
    </message>
    <message>
      <source>Protected folders</source>
      <translation>Geschützte Ordner</translation>
    </message>
    <message>
      <source>Earlier</source>
      <translation>Früher</translation>
    </message>
    <message>
      <source>Later</source>
      <translation>Später</translation>
    </message>
    <message>
      <source>Add folder…</source>
      <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Of two photos the one is kept that the first of these rules prefers.</source>
      <translation>Von zwei Fotos bleibt das, welches die erste dieser Regeln vorzieht.</translation>
    </message>
    <message>
      <source>As they were</source>
      <translation>Wie am Anfang</translation>
    </message>
    <message>
      <source>Put the rules back as they were at first</source>
      <translation>Die Regeln wieder so ordnen, wie sie am Anfang waren</translation>
    </message>
    <message>
      <source>Photos in them are never proposed for the trash.</source>
      <translation>Fotos darin werden nie für den Papierkorb vorgeschlagen.</translation>
    </message>
    <message>
      <source>Protect a folder</source>
      <translation>Einen Ordner schützen</translation>
    </message>
  </context>
  <context>
    <name>ListChooser</name>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
  </context>
  <context>
    <name>LockPage</name>
    <message>
      <source>Hidden photos are locked</source>
      <translation>Ausgeblendete Fotos sind gesperrt</translation>
    </message>
    <message>
      <source>This is a lock on the screen, not encryption: the files lie in their folders as ever, and other programs can open them.</source>
      <translation>Das ist eine Sperre am Bildschirm, keine Verschlüsselung: Die Dateien liegen wie immer in ihren Ordnern, und andere Programme können sie öffnen.</translation>
    </message>
    <message>
      <source>Passcode</source>
      <translation>Code</translation>
    </message>
    <message>
      <source>Unlock</source>
      <translation>Entsperren</translation>
    </message>
    <message>
      <source>Unlock hidden photos</source>
      <translation>Ausgeblendete Fotos entsperren</translation>
    </message>
    <message>
      <source>Forgot the passcode?</source>
      <translation>Code vergessen?</translation>
    </message>
    <message>
      <source>Nobody can look the passcode up, and Reverie has no second way in. Your photos are not lost: they lie in their folders, where a file manager shows them. A library made afresh from the same folders has no lock, and none of your ratings, tags and albums.</source>
      <translation>Niemand kann den Code nachsehen, und Reverie hat keinen zweiten Weg hinein. Deine Fotos sind nicht verloren: Sie liegen in ihren Ordnern, wo ein Dateimanager sie zeigt. Eine neue Bibliothek aus denselben Ordnern hat keine Sperre, aber auch keine deiner Bewertungen, Schlagwörter und Alben.</translation>
    </message>
  </context>
  <context>
    <name>LockSettings</name>
    <message>
      <source>Remove…</source>
      <translation>Entfernen…</translation>
    </message>
    <message>
      <source>Remove the passcode</source>
      <translation>Den Code entfernen</translation>
    </message>
    <message numerus="yes">
      <source>{n} minutes</source>
      <translation>
        <numerusform>{n} Minute</numerusform>
        <numerusform>{n} Minuten</numerusform>
      </translation>
    </message>
    <message>
      <source>Lock again when nothing is done for</source>
      <translation>Wieder sperren, wenn nichts geschieht, nach</translation>
    </message>
    <message>
      <source>Hidden photos have a passcode</source>
      <translation>Ausgeblendete Fotos haben einen Code</translation>
    </message>
    <message>
      <source>Lock hidden photos with a passcode</source>
      <translation>Ausgeblendete Fotos mit einem Code sperren</translation>
    </message>
    <message>
      <source>Change…</source>
      <translation>Ändern…</translation>
    </message>
    <message>
      <source>Set passcode…</source>
      <translation>Code setzen…</translation>
    </message>
  </context>
  <context>
    <name>MapView</name>
    <message>
      <source>Picture of the library</source>
      <translation>Bild der Mediathek</translation>
    </message>
    <message>
      <source>Arrows walk from photo to photo, Enter opens, plus and minus zoom</source>
      <translation>Pfeile gehen von Foto zu Foto, Eingabe öffnet, Plus und Minus zoomen</translation>
    </message>
    <message>
      <source>Photo</source>
      <translation>Foto</translation>
    </message>
    <message>
      <source>Every photo is laid beside those it is like…</source>
      <translation>Jedes Foto wird neben die gelegt, denen es ähnelt…</translation>
    </message>
  </context>
  <context>
    <name>MembersModel</name>
    <message>
      <source>to the trash</source>
      <translation>in den Papierkorb</translation>
    </message>
    <message>
      <source>kept</source>
      <translation>bleibt</translation>
    </message>
  </context>
  <context>
    <name>MembersStrip</name>
    <message>
      <source>Photos of this set</source>
      <translation>Fotos dieser Gruppe</translation>
    </message>
  </context>
  <context>
    <name>Menus</name>
    <message>
      <source>Remo&amp;ve tag</source>
      <translation>Schla&amp;gwort entfernen</translation>
    </message>
    <message>
      <source>&amp;Rate</source>
      <translation>&amp;Bewerten</translation>
    </message>
    <message>
      <source>Add to al&amp;bum</source>
      <translation>Zu Alb&amp;um hinzufügen</translation>
    </message>
    <message>
      <source>S&amp;uggestions</source>
      <translation>&amp;Vorschläge</translation>
    </message>
    <message>
      <source>&amp;Appearance</source>
      <translation>&amp;Erscheinungsbild</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Datei</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
      <source>&amp;Photo</source>
      <translation>&amp;Foto</translation>
    </message>
    <message>
      <source>&amp;Album</source>
      <translation>&amp;Album</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>A&amp;nsicht</translation>
    </message>
    <message>
      <source>&amp;Go</source>
      <translation>&amp;Gehe zu</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>&amp;Hilfe</translation>
    </message>
  </context>
  <context>
    <name>NameField</name>
    <message>
      <source>Name of this interest</source>
      <translation>Name dieses Interesses</translation>
    </message>
    <message>
      <source>Click to rename</source>
      <translation>Zum Umbenennen klicken</translation>
    </message>
  </context>
  <context>
    <name>Navigator</name>
    <message>
      <source>cannot be read</source>
      <translation>nicht lesbar</translation>
    </message>
    <message>
      <source>Try fewer words, a place, a month or an object.</source>
      <translation>Versuche weniger Wörter, einen Ort, einen Monat oder einen Gegenstand.</translation>
    </message>
    <message>
      <source>No photo answers “{words}”</source>
      <translation>Kein Foto passt zu „{words}“</translation>
    </message>
    <message>
      <source>Clear the search</source>
      <translation>Suche leeren</translation>
    </message>
    <message>
      <source>Drop a picture here, paste one, or choose a file.</source>
      <translation>Lege hier ein Bild ab, füge eines ein oder wähle eine Datei.</translation>
    </message>
    <message>
      <source>No photos to show</source>
      <translation>Keine Fotos zu zeigen</translation>
    </message>
    <message>
      <source>Choose another picture…</source>
      <translation>Anderes Bild wählen…</translation>
    </message>
    <message>
      <source>Press F, or the heart on a photo, and it is kept here.</source>
      <translation>Drücke F oder das Herz auf einem Foto, und es steht hier.</translation>
    </message>
    <message>
      <source>No favourites yet</source>
      <translation>Noch keine Favoriten</translation>
    </message>
    <message>
      <source>Go to the library</source>
      <translation>Zur Mediathek</translation>
    </message>
    <message>
      <source>Drag photos onto its name on the left, or select them and press A.</source>
      <translation>Ziehe Fotos links auf seinen Namen, oder wähle sie aus und drücke A.</translation>
    </message>
    <message>
      <source>This album is empty</source>
      <translation>Dieses Album ist leer</translation>
    </message>
    <message>
      <source>It was deleted. Its photos are where they were.</source>
      <translation>Es wurde gelöscht. Seine Fotos sind, wo sie waren.</translation>
    </message>
    <message>
      <source>This album is not here any more</source>
      <translation>Dieses Album gibt es nicht mehr</translation>
    </message>
    <message>
      <source>This group is not here any more</source>
      <translation>Diese Gruppe gibt es nicht mehr</translation>
    </message>
    <message>
      <source>Groups change when photos come, or when they are found anew.</source>
      <translation>Gruppen ändern sich, wenn Fotos dazukommen oder wenn sie neu gesucht werden.</translation>
    </message>
    <message>
      <source>Nothing else looks like this group</source>
      <translation>Sonst sieht nichts aus wie diese Gruppe</translation>
    </message>
    <message>
      <source>Every photo of its kind is in it already.</source>
      <translation>Jedes Foto dieser Art ist schon darin.</translation>
    </message>
    <message>
      <source>Go to the groups</source>
      <translation>Zu den Gruppen</translation>
    </message>
    <message>
      <source>Photos you move to the trash are shown here until your system's trash is emptied.</source>
      <translation>Fotos, die du in den Papierkorb legst, stehen hier, bis der Papierkorb deines Systems geleert wird.</translation>
    </message>
    <message>
      <source>No photos in the trash</source>
      <translation>Keine Fotos im Papierkorb</translation>
    </message>
    <message>
      <source>If your folders hold photos, they appear here as soon as they are found.</source>
      <translation>Wenn in deinen Ordnern Fotos sind, erscheinen sie hier, sobald sie gefunden sind.</translation>
    </message>
    <message>
      <source>No photos yet</source>
      <translation>Noch keine Fotos</translation>
    </message>
    <message>
      <source>Add folders…</source>
      <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
      <source>Nothing is here now.</source>
      <translation>Hier ist gerade nichts.</translation>
    </message>
    <message>
      <source>Photos come here by themselves when they fit its rules or its examples.</source>
      <translation>Fotos kommen von selbst hierher, sobald sie zu den Regeln oder Beispielen passen.</translation>
    </message>
    <message>
      <source>No photos here</source>
      <translation>Keine Fotos hier</translation>
    </message>
    <message>
      <source>This page cannot be shown</source>
      <translation>Diese Seite lässt sich nicht zeigen</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Noch einmal versuchen</translation>
    </message>
  </context>
  <context>
    <name>NoticeCard</name>
    <message>
      <source>Photos understood</source>
      <translation>Fotos verstanden</translation>
    </message>
    <message>
      <source>Nothing to do</source>
      <translation>Nichts zu tun</translation>
    </message>
  </context>
  <context>
    <name>PageHead</name>
    <message>
      <source>Your interests</source>
      <translation>Deine Interessen</translation>
    </message>
    <message>
      <source>History</source>
      <translation>Verlauf</translation>
    </message>
    <message>
      <source>Refresh</source>
      <translation>Auffrischen</translation>
    </message>
    <message>
      <source>What this program believes you like; change it</source>
      <translation>Was dieses Programm für deine Vorlieben hält; ändere es</translation>
    </message>
    <message>
      <source>What you looked at; delete any of it</source>
      <translation>Was du angesehen hast; lösche, was du willst</translation>
    </message>
    <message>
      <source>Show other photos (F5)</source>
      <translation>Andere Fotos zeigen (F5)</translation>
    </message>
  </context>
  <context>
    <name>PageLoader</name>
    <message>
      <source>This page cannot be shown just now.</source>
      <translation>Diese Seite lässt sich gerade nicht zeigen.</translation>
    </message>
  </context>
  <context>
    <name>Pane</name>
    <message>
      <source>Keep this one instead</source>
      <translation>Stattdessen dieses behalten</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <source>To the trash</source>
      <translation>In den Papierkorb</translation>
    </message>
    <message>
      <source>Keep too</source>
      <translation>Auch behalten</translation>
    </message>
  </context>
  <context>
    <name>PasscodeDialog</name>
    <message>
      <source>Remove the passcode</source>
      <translation>Den Code entfernen</translation>
    </message>
    <message>
      <source>Change the passcode</source>
      <translation>Den Code ändern</translation>
    </message>
    <message>
      <source>Lock hidden photos</source>
      <translation>Ausgeblendete Fotos sperren</translation>
    </message>
    <message>
      <source>Present passcode</source>
      <translation>Bisheriger Code</translation>
    </message>
    <message>
      <source>New passcode</source>
      <translation>Neuer Code</translation>
    </message>
    <message>
      <source>Once more</source>
      <translation>Noch einmal</translation>
    </message>
    <message>
      <source>Hidden photos are shown only after the passcode. It is a lock on the screen, not encryption: other programs can still open the files. Nobody can look the passcode up for you.</source>
      <translation>Ausgeblendete Fotos erscheinen nur nach dem Code. Das ist eine Sperre am Bildschirm, keine Verschlüsselung: Andere Programme können die Dateien weiter öffnen. Niemand kann den Code für dich nachsehen.</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Set passcode</source>
      <translation>Code setzen</translation>
    </message>
    <message>
      <source>The two passcodes are not the same.</source>
      <translation>Die beiden Codes sind nicht gleich.</translation>
    </message>
    <message>
      <source>The passcode could not be kept.</source>
      <translation>Der Code konnte nicht gespeichert werden.</translation>
    </message>
  </context>
  <context>
    <name>PhotoActs</name>
    <message>
      <source>Copied: {text}</source>
      <translation>Kopiert: {text}</translation>
    </message>
    <message>
      <source>The folder could not be opened.</source>
      <translation>Der Ordner ließ sich nicht öffnen.</translation>
    </message>
    <message>
      <source>Tag for {photos}:</source>
      <translation>Schlagwort für {photos}:</translation>
    </message>
    <message>
      <source>Add tag</source>
      <translation>Schlagwort hinzufügen</translation>
    </message>
    <message>
      <source>The system has no program for this file.</source>
      <translation>Das System hat kein Programm für diese Datei.</translation>
    </message>
    <message>
      <source>Copied {photos}</source>
      <translation>{photos} kopiert</translation>
    </message>
  </context>
  <context>
    <name>PhotoGrid</name>
    <message>
      <source>Photos</source>
      <translation>Fotos</translation>
    </message>
  </context>
  <context>
    <name>PhotoModel</name>
    <message>
      <source>Photo</source>
      <translation>Foto</translation>
    </message>
    <message>
      <source>offline</source>
      <translation>offline</translation>
    </message>
    <message>
      <source>{n} % alike</source>
      <translation>zu {n} % ähnlich</translation>
    </message>
    <message>
      <source>favourite</source>
      <translation>Favorit</translation>
    </message>
    <message>
      <source>raw</source>
      <translation>RAW</translation>
    </message>
    <message>
      <source>animated</source>
      <translation>bewegt</translation>
    </message>
    <message>
      <source>damaged</source>
      <translation>beschädigt</translation>
    </message>
    <message>
      <source>flagged</source>
      <translation>markiert</translation>
    </message>
    <message>
      <source>with its original behind it</source>
      <translation>mit seinem Original dahinter</translation>
    </message>
  </context>
  <context>
    <name>PictureView</name>
    <message>
      <source>Photo</source>
      <translation>Foto</translation>
    </message>
  </context>
  <context>
    <name>Places</name>
    <message>
      <source>Library</source>
      <translation>Mediathek</translation>
    </message>
    <message>
      <source>Favourites</source>
      <translation>Favoriten</translation>
    </message>
    <message>
      <source>Recently added</source>
      <translation>Neu hinzugefügt</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Flag</source>
      <translation>Markierung</translation>
    </message>
    <message>
      <source>Tag</source>
      <translation>Schlagwort</translation>
    </message>
    <message>
      <source>Hidden</source>
      <translation>Ausgeblendet</translation>
    </message>
    <message>
      <source>Missing</source>
      <translation>Fehlend</translation>
    </message>
    <message>
      <source>Trash</source>
      <translation>Papierkorb</translation>
    </message>
    <message>
      <source>Album</source>
      <translation>Album</translation>
    </message>
    <message>
      <source>Group</source>
      <translation>Gruppe</translation>
    </message>
    <message>
      <source>Event</source>
      <translation>Ereignis</translation>
    </message>
    <message>
      <source>Smart album</source>
      <translation>Schlaues Album</translation>
    </message>
    <message>
      <source>Versions</source>
      <translation>Versionen</translation>
    </message>
    <message>
      <source>“{words}”</source>
      <translation>„{words}“</translation>
    </message>
    <message>
      <source>Similar photos</source>
      <translation>Ähnliche Fotos</translation>
    </message>
    <message>
      <source>Problems</source>
      <translation>Probleme</translation>
    </message>
    <message>
      <source>For You</source>
      <translation>Für dich</translation>
    </message>
    <message>
      <source>Your interests</source>
      <translation>Deine Interessen</translation>
    </message>
    <message>
      <source>What you looked at</source>
      <translation>Was du angesehen hast</translation>
    </message>
    <message>
      <source>Events</source>
      <translation>Ereignisse</translation>
    </message>
    <message>
      <source>Flags</source>
      <translation>Kennzeichen</translation>
    </message>
    <message>
      <source>Review: {flag}</source>
      <translation>Durchsehen: {flag}</translation>
    </message>
    <message>
      <source>Duplicates</source>
      <translation>Doppelte</translation>
    </message>
    <message>
      <source>Groups</source>
      <translation>Gruppen</translation>
    </message>
  </context>
  <context>
    <name>Preview</name>
    <message>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
  </context>
  <context>
    <name>ProblemsPage</name>
    <message>
      <source>Try again</source>
      <translation>Noch einmal versuchen</translation>
    </message>
    <message>
      <source>Try to read these files again</source>
      <translation>Diese Dateien noch einmal lesen</translation>
    </message>
    <message>
      <source>Problems</source>
      <translation>Probleme</translation>
    </message>
    <message>
      <source>No problems</source>
      <translation>Keine Probleme</translation>
    </message>
    <message>
      <source>Every file in your folders could be read.</source>
      <translation>Alle Dateien in deinen Ordnern konnten gelesen werden.</translation>
    </message>
    <message numerus="yes">
      <source>{n} files could not be read.</source>
      <translation>
        <numerusform>{n} Datei konnte nicht gelesen werden.</numerusform>
        <numerusform>{n} Dateien konnten nicht gelesen werden.</numerusform>
      </translation>
    </message>
    <message>
      <source>{what} The files themselves are untouched; when one changes it is tried again.</source>
      <translation>{what} Die Dateien selbst sind unberührt; ändert sich eine, wird sie neu versucht.</translation>
    </message>
    <message>
      <source>Show in folder</source>
      <translation>Im Ordner zeigen</translation>
    </message>
    <message>
      <source>Copy path</source>
      <translation>Pfad kopieren</translation>
    </message>
  </context>
  <context>
    <name>ProgressLine</name>
    <message>
      <source>Progress</source>
      <translation>Fortschritt</translation>
    </message>
  </context>
  <context>
    <name>Properties</name>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Format</source>
      <translation>Format</translation>
    </message>
    <message>
      <source>Dimensions</source>
      <translation>Abmessungen</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>Taken</source>
      <translation>Aufgenommen</translation>
    </message>
    <message>
      <source>Source of the date</source>
      <translation>Herkunft des Datums</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>Kamera</translation>
    </message>
    <message>
      <source>Added</source>
      <translation>Hinzugefügt</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>Titel</translation>
    </message>
    <message>
      <source>Caption</source>
      <translation>Beschreibung</translation>
    </message>
    <message>
      <source>Keywords</source>
      <translation>Stichwörter</translation>
    </message>
    <message>
      <source>Lens</source>
      <translation>Objektiv</translation>
    </message>
    <message>
      <source>Exposure</source>
      <translation>Belichtung</translation>
    </message>
    <message>
      <source>Position</source>
      <translation>Position</translation>
    </message>
    <message>
      <source>Altitude</source>
      <translation>Höhe</translation>
    </message>
    <message>
      <source>Software</source>
      <translation>Software</translation>
    </message>
    <message>
      <source>Sharpness</source>
      <translation>Schärfe</translation>
    </message>
    <message>
      <source>Brightness</source>
      <translation>Helligkeit</translation>
    </message>
    <message>
      <source>Noise</source>
      <translation>Rauschen</translation>
    </message>
    <message>
      <source>Colourfulness</source>
      <translation>Farbigkeit</translation>
    </message>
  </context>
  <context>
    <name>PropertiesDialog</name>
    <message>
      <source>Properties</source>
      <translation>Eigenschaften</translation>
    </message>
  </context>
  <context>
    <name>QueryTile</name>
    <message>
      <source>Picture asked about: {name}</source>
      <translation>Gesucht mit: {name}</translation>
    </message>
  </context>
  <context>
    <name>RatingStars</name>
    <message>
      <source>Rating</source>
      <translation>Bewertung</translation>
    </message>
    <message>
      <source>{n} of 5 stars</source>
      <translation>{n} von 5 Sternen</translation>
    </message>
  </context>
  <context>
    <name>ReviewPage</name>
    <message>
      <source>Review of flags</source>
      <translation>Durchsicht der Kennzeichen</translation>
    </message>
    <message>
      <source>Surest first</source>
      <translation>Die sichersten zuerst</translation>
    </message>
    <message>
      <source>Most doubtful first</source>
      <translation>Die zweifelhaftesten zuerst</translation>
    </message>
    <message>
      <source>Order</source>
      <translation>Reihenfolge</translation>
    </message>
    <message>
      <source>Wrong</source>
      <translation>Falsch</translation>
    </message>
    <message>
      <source>Wrong: the flag goes and does not come back (W)</source>
      <translation>Falsch: Das Kennzeichen geht und kommt nicht wieder (W)</translation>
    </message>
    <message>
      <source>Later</source>
      <translation>Später</translation>
    </message>
    <message>
      <source>Later: to the end of the queue (Space)</source>
      <translation>Später: ans Ende der Reihe (Leertaste)</translation>
    </message>
    <message>
      <source>Right</source>
      <translation>Richtig</translation>
    </message>
    <message>
      <source>Right: the flag stays (R)</source>
      <translation>Richtig: Das Kennzeichen bleibt (R)</translation>
    </message>
    <message>
      <source>Keys: W wrong, Space later, R right</source>
      <translation>Tasten: W falsch, Leertaste später, R richtig</translation>
    </message>
    <message>
      <source>Everything is reviewed</source>
      <translation>Alles ist durchgesehen</translation>
    </message>
    <message>
      <source>Nothing to review</source>
      <translation>Nichts durchzusehen</translation>
    </message>
    <message>
      <source>No photo is flagged as “{flag}” that you have not spoken about.</source>
      <translation>Kein Foto ist als „{flag}“ gekennzeichnet, zu dem du nichts gesagt hast.</translation>
    </message>
    <message>
      <source>Back to the flags</source>
      <translation>Zurück zu den Kennzeichen</translation>
    </message>
  </context>
  <context>
    <name>RuleRow</name>
    <message>
      <source>What the rule looks at</source>
      <translation>Worauf die Regel sieht</translation>
    </message>
    <message>
      <source>What the rule asks</source>
      <translation>Was die Regel verlangt</translation>
    </message>
    <message>
      <source>Remove this rule</source>
      <translation>Diese Regel entfernen</translation>
    </message>
    <message>
      <source>Choose colour…</source>
      <translation>Farbe wählen…</translation>
    </message>
    <message>
      <source>Latitude</source>
      <translation>Breite</translation>
    </message>
    <message>
      <source>Longitude</source>
      <translation>Länge</translation>
    </message>
    <message>
      <source>Kilometres</source>
      <translation>Kilometer</translation>
    </message>
    <message>
      <source>km</source>
      <translation>km</translation>
    </message>
    <message>
      <source>Month</source>
      <translation>Monat</translation>
    </message>
    <message>
      <source>Year</source>
      <translation>Jahr</translation>
    </message>
    <message>
      <source>Days</source>
      <translation>Tage</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Von</translation>
    </message>
    <message>
      <source>To</source>
      <translation>Bis</translation>
    </message>
  </context>
  <context>
    <name>Scrubber</name>
    <message>
      <source>Timeline</source>
      <translation>Zeitleiste</translation>
    </message>
  </context>
  <context>
    <name>SearchField</name>
    <message>
      <source>Search your photos</source>
      <translation>Deine Fotos durchsuchen</translation>
    </message>
    <message>
      <source>Dog, June 2024, Canon…</source>
      <translation>Dog, June 2024, Canon…</translation>
    </message>
    <message>
      <source>Words, “phrases”, -not, tag:dog, camera:canon, date:2024-06, folder:, rating:&gt;=3, is:favourite</source>
      <translation>Wörter, “Wortgruppen”, -nicht, tag:dog, camera:canon, date:2024-06, folder:, rating:&gt;=3, is:favourite</translation>
    </message>
  </context>
  <context>
    <name>SetsList</name>
    <message>
      <source>Sets of photos to review</source>
      <translation>Gruppen von Fotos zum Durchsehen</translation>
    </message>
  </context>
  <context>
    <name>SettingsDialog</name>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Appearance</source>
      <translation>Erscheinungsbild</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>Wie das System</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Hell</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Dunkel</translation>
    </message>
    <message>
      <source>Colours</source>
      <translation>Farben</translation>
    </message>
    <message>
      <source>Less motion</source>
      <translation>Weniger Bewegung</translation>
    </message>
    <message>
      <source>Pictures appear without fading.</source>
      <translation>Bilder erscheinen ohne Überblenden.</translation>
    </message>
    <message>
      <source>Photos</source>
      <translation>Fotos</translation>
    </message>
    <message>
      <source>Cover sensitive photos</source>
      <translation>Heikle Fotos verdecken</translation>
    </message>
    <message>
      <source>They are shown blurred until you ask for them.</source>
      <translation>Sie erscheinen unscharf, bis du sie sehen willst.</translation>
    </message>
    <message>
      <source>Show suggested tags</source>
      <translation>Vorgeschlagene Schlagwörter zeigen</translation>
    </message>
    <message>
      <source>Tags that Reverie found by itself. Your own tags are always shown.</source>
      <translation>Schlagwörter, die Reverie selbst gefunden hat. Deine eigenen sind immer zu sehen.</translation>
    </message>
    <message>
      <source>Hidden photos</source>
      <translation>Ausgeblendete Fotos</translation>
    </message>
    <message>
      <source>Slideshow</source>
      <translation>Diashow</translation>
    </message>
    <message numerus="yes">
      <source>{n} seconds</source>
      <translation>
        <numerusform>{n} Sekunde</numerusform>
        <numerusform>{n} Sekunden</numerusform>
      </translation>
    </message>
    <message>
      <source>Each photo is shown for</source>
      <translation>Jedes Foto ist zu sehen für</translation>
    </message>
    <message>
      <source>Shuffle</source>
      <translation>Zufällige Reihenfolge</translation>
    </message>
    <message>
      <source>Photos come in random order, and none again until all were shown.</source>
      <translation>Die Fotos kommen in zufälliger Reihenfolge, und keines wieder, bevor alle zu sehen waren.</translation>
    </message>
    <message>
      <source>What you look at</source>
      <translation>Was du ansiehst</translation>
    </message>
    <message>
      <source>Folders</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>away</source>
      <translation>nicht da</translation>
    </message>
    <message>
      <source>Remove…</source>
      <translation>Entfernen…</translation>
    </message>
    <message>
      <source>Remove {folder} from the library</source>
      <translation>{folder} aus der Mediathek entfernen</translation>
    </message>
    <message>
      <source>Forgets the photos of this folder. No file is touched.</source>
      <translation>Vergisst die Fotos dieses Ordners. Keine Datei wird angerührt.</translation>
    </message>
    <message>
      <source>Add folders…</source>
      <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
      <source>Add folders</source>
      <translation>Ordner hinzufügen</translation>
    </message>
    <message>
      <source>Leave out folders and files with these names, one a line</source>
      <translation>Ordner und Dateien mit diesen Namen auslassen, je Zeile einer</translation>
    </message>
    <message>
      <source>Storage</source>
      <translation>Speicher</translation>
    </message>
    <message>
      <source>Room for small pictures</source>
      <translation>Platz für kleine Bilder</translation>
    </message>
    <message>
      <source>Used to show photos at once. Beyond this the oldest are made again when needed.</source>
      <translation>Damit Fotos sofort zu sehen sind. Darüber hinaus werden die ältesten bei Bedarf neu gemacht.</translation>
    </message>
  </context>
  <context>
    <name>ShortcutsPage</name>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>Tastenkürzel</translation>
    </message>
  </context>
  <context>
    <name>Sidebar</name>
    <message>
      <source>For You</source>
      <translation>Für dich</translation>
    </message>
    <message>
      <source>Albums</source>
      <translation>Alben</translation>
    </message>
    <message>
      <source>Order</source>
      <translation>Ordnung</translation>
    </message>
    <message>
      <source>Groups</source>
      <translation>Gruppen</translation>
    </message>
    <message>
      <source>Events</source>
      <translation>Ereignisse</translation>
    </message>
    <message>
      <source>Duplicates</source>
      <translation>Doppelte</translation>
    </message>
    <message>
      <source>Flags</source>
      <translation>Markierungen</translation>
    </message>
    <message>
      <source>Folders</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Problems</source>
      <translation>Probleme</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>This folder is away.</source>
      <translation>Dieser Ordner ist nicht da.</translation>
    </message>
  </context>
  <context>
    <name>SidebarDelegate</name>
    <message>
      <source>Name of the album</source>
      <translation>Name des Albums</translation>
    </message>
  </context>
  <context>
    <name>SidebarTree</name>
    <message>
      <source>Places</source>
      <translation>Orte</translation>
    </message>
  </context>
  <context>
    <name>SimilarBar</name>
    <message>
      <source>How alike the photos must be</source>
      <translation>Wie ähnlich die Fotos sein müssen</translation>
    </message>
    <message>
      <source>Looser</source>
      <translation>Lockerer</translation>
    </message>
    <message>
      <source>Stricter</source>
      <translation>Strenger</translation>
    </message>
    <message numerus="yes">
      <source>{n} more pictures</source>
      <translation>
        <numerusform>{n} weiteres Bild</numerusform>
        <numerusform>{n} weitere Bilder</numerusform>
      </translation>
    </message>
    <message>
      <source>Looking…</source>
      <translation>Suche läuft…</translation>
    </message>
    <message>
      <source>Photos like this</source>
      <translation>Fotos wie dieses</translation>
    </message>
    <message>
      <source>Photos like these together</source>
      <translation>Fotos wie diese zusammen</translation>
    </message>
    <message>
      <source>Most alike first</source>
      <translation>Ähnlichste zuerst</translation>
    </message>
    <message>
      <source>Nothing here looks like this</source>
      <translation>Hier sieht nichts so aus</translation>
    </message>
    <message>
      <source>These are the nearest, and they are not alike.</source>
      <translation>Das sind die nächsten, und sie sind nicht ähnlich.</translation>
    </message>
    <message>
      <source>No photo has been looked at yet. Try again when the work in the background is done.</source>
      <translation>Noch wurde kein Foto angesehen. Versuche es wieder, wenn die Hintergrundarbeit fertig ist.</translation>
    </message>
    <message>
      <source>This cannot be compared</source>
      <translation>Das lässt sich nicht vergleichen</translation>
    </message>
    <message>
      <source>a picture</source>
      <translation>ein Bild</translation>
    </message>
    <message>
      <source>a photo of your library</source>
      <translation>ein Foto deiner Mediathek</translation>
    </message>
    <message>
      <source>Find photos like…</source>
      <translation>Fotos suchen wie…</translation>
    </message>
    <message>
      <source>Add pictures to compare with</source>
      <translation>Bilder zum Vergleichen hinzufügen</translation>
    </message>
  </context>
  <context>
    <name>Slideshow</name>
    <message>
      <source>One moment…</source>
      <translation>Einen Moment…</translation>
    </message>
    <message>
      <source>Paused</source>
      <translation>Angehalten</translation>
    </message>
    <message>
      <source>The slideshow goes on</source>
      <translation>Die Diashow geht weiter</translation>
    </message>
    <message>
      <source>Shuffled</source>
      <translation>In zufälliger Reihenfolge</translation>
    </message>
    <message>
      <source>In order</source>
      <translation>Der Reihe nach</translation>
    </message>
  </context>
  <context>
    <name>SlideshowBar</name>
    <message numerus="yes">
      <source>{n} seconds a photo</source>
      <translation>
        <numerusform>{n} Sekunde je Foto</numerusform>
        <numerusform>{n} Sekunden je Foto</numerusform>
      </translation>
    </message>
    <message>
      <source>Slideshow</source>
      <translation>Diashow</translation>
    </message>
    <message>
      <source>Previous photo</source>
      <translation>Voriges Foto</translation>
    </message>
    <message>
      <source>Pause (Space)</source>
      <translation>Anhalten (Leertaste)</translation>
    </message>
    <message>
      <source>Next photo</source>
      <translation>Nächstes Foto</translation>
    </message>
    <message>
      <source>Shuffle</source>
      <translation>Zufällige Reihenfolge</translation>
    </message>
    <message>
      <source>Show each photo for less time (-)</source>
      <translation>Jedes Foto kürzer zeigen (-)</translation>
    </message>
    <message>
      <source>Show each photo for more time (+)</source>
      <translation>Jedes Foto länger zeigen (+)</translation>
    </message>
    <message>
      <source>End the slideshow (Esc)</source>
      <translation>Diashow beenden (Esc)</translation>
    </message>
    <message>
      <source>Go on (Space)</source>
      <translation>Weiter (Leertaste)</translation>
    </message>
  </context>
  <context>
    <name>SlideshowDesk</name>
    <message>
      <source>None of these photos can be shown just now.</source>
      <translation>Keines dieser Fotos kann gerade gezeigt werden.</translation>
    </message>
    <message>
      <source>A slideshow is playing</source>
      <translation>Eine Diashow läuft</translation>
    </message>
  </context>
  <context>
    <name>SmallPages</name>
    <message>
      <source>Choose a folder with photos</source>
      <translation>Ordner mit Fotos wählen</translation>
    </message>
    <message>
      <source>Find photos like…</source>
      <translation>Fotos suchen wie…</translation>
    </message>
  </context>
  <context>
    <name>SmartAlbums</name>
    <message numerus="yes">
      <source>Photos that meet any of {n} rules</source>
      <translation>
        <numerusform>Fotos, für die {n} Regel gilt</numerusform>
        <numerusform>Fotos, für die eine von {n} Regeln gilt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Photos that meet all of {n} rules</source>
      <translation>
        <numerusform>Fotos, für die {n} Regel gilt</numerusform>
        <numerusform>Fotos, für die alle {n} Regeln gelten</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} examples of “{album}”</source>
      <translation>
        <numerusform>{n} Beispiel für „{album}“</numerusform>
        <numerusform>{n} Beispiele für „{album}“</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos are not “{album}”</source>
      <translation>
        <numerusform>{n} Foto ist nicht „{album}“</numerusform>
        <numerusform>{n} Fotos sind nicht „{album}“</numerusform>
      </translation>
    </message>
    <message>
      <source>nearly all</source>
      <translation>fast alle</translation>
    </message>
    <message>
      <source>hardly any</source>
      <translation>kaum welche</translation>
    </message>
    <message>
      <source>about {n} in 10</source>
      <translation>etwa {n} von 10</translation>
    </message>
    <message>
      <source>Show it what belongs: drag photos onto its name on the left.</source>
      <translation>Zeige, was dazugehört: Ziehe Fotos links auf den Namen.</translation>
    </message>
    <message>
      <source>Too few examples to tell how good it is. Add some more.</source>
      <translation>Zu wenige Beispiele, um zu sagen, wie gut es ist. Füge weitere hinzu.</translation>
    </message>
    <message>
      <source>Nothing else in your library looks like your examples.</source>
      <translation>Nichts anderes in deiner Bibliothek sieht aus wie deine Beispiele.</translation>
    </message>
    <message>
      <source>A rough guess from few examples: {right} found here should be right.</source>
      <translation>Grob geschätzt aus wenigen Beispielen: {right} der Gefundenen sollten stimmen.</translation>
    </message>
    <message>
      <source>Of the photos found here, {right} should be right; of all there are, {found} should be here.</source>
      <translation>Von den gefundenen Fotos sollten {right} stimmen; von allen, die es gibt, sollten {found} hier sein.</translation>
    </message>
    <message>
      <source>Tested on photos it had not seen: {right} right, {found} found. On its examples it looked better: {seen}.</source>
      <translation>Geprüft an Fotos, die es nicht kannte: {right} richtig, {found} gefunden. An seinen Beispielen sah es besser aus: {seen}.</translation>
    </message>
    <message>
      <source>{count} found, {right} right, {found} of all</source>
      <translation>{count} gefunden, {right} richtig, {found} von allen</translation>
    </message>
    <message>
      <source>Any text</source>
      <translation>Beliebiger Text</translation>
    </message>
    <message>
      <source>Tag</source>
      <translation>Schlagwort</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>Datum</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>Kamera</translation>
    </message>
    <message>
      <source>Lens</source>
      <translation>Objektiv</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>File name</source>
      <translation>Dateiname</translation>
    </message>
    <message>
      <source>Format</source>
      <translation>Format</translation>
    </message>
    <message>
      <source>Rating</source>
      <translation>Bewertung</translation>
    </message>
    <message>
      <source>Favourite</source>
      <translation>Favorit</translation>
    </message>
    <message>
      <source>Flag</source>
      <translation>Markierung</translation>
    </message>
    <message>
      <source>Colour</source>
      <translation>Farbe</translation>
    </message>
    <message>
      <source>Place</source>
      <translation>Ort</translation>
    </message>
    <message>
      <source>Album</source>
      <translation>Album</translation>
    </message>
    <message>
      <source>has</source>
      <translation>enthält</translation>
    </message>
    <message>
      <source>has not</source>
      <translation>enthält nicht</translation>
    </message>
    <message>
      <source>is</source>
      <translation>ist</translation>
    </message>
    <message>
      <source>is not</source>
      <translation>ist nicht</translation>
    </message>
    <message>
      <source>contains</source>
      <translation>enthält</translation>
    </message>
    <message>
      <source>does not contain</source>
      <translation>enthält nicht</translation>
    </message>
    <message>
      <source>is between</source>
      <translation>liegt zwischen</translation>
    </message>
    <message>
      <source>is in the last days</source>
      <translation>liegt in den letzten Tagen</translation>
    </message>
    <message>
      <source>is in the month</source>
      <translation>liegt im Monat</translation>
    </message>
    <message>
      <source>is in the year</source>
      <translation>liegt im Jahr</translation>
    </message>
    <message>
      <source>is at least</source>
      <translation>ist mindestens</translation>
    </message>
    <message>
      <source>is at most</source>
      <translation>ist höchstens</translation>
    </message>
    <message>
      <source>is near</source>
      <translation>ist nahe</translation>
    </message>
    <message>
      <source>is known</source>
      <translation>ist bekannt</translation>
    </message>
    <message>
      <source>is not known</source>
      <translation>ist nicht bekannt</translation>
    </message>
  </context>
  <context>
    <name>SmartBar</name>
    <message>
      <source>Change rules…</source>
      <translation>Regeln ändern…</translation>
    </message>
    <message>
      <source>Teach</source>
      <translation>Beibringen</translation>
    </message>
    <message>
      <source>Answer for a few photos it is not sure of</source>
      <translation>Für einige Fotos antworten, bei denen es unsicher ist</translation>
    </message>
    <message>
      <source>How sure it must be</source>
      <translation>Wie sicher es sein muss</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>Surer</source>
      <translation>Sicherer</translation>
    </message>
    <message>
      <source>Learning…</source>
      <translation>Lernt…</translation>
    </message>
  </context>
  <context>
    <name>SmartDesk</name>
    <message>
      <source>Strictness of “{album}” changed</source>
      <translation>Strenge von „{album}“ geändert</translation>
    </message>
    <message>
      <source>New smart album</source>
      <translation>Neues schlaues Album</translation>
    </message>
    <message>
      <source>It finds photos like the ones you chose. Name:</source>
      <translation>Es findet Fotos wie die gewählten. Name:</translation>
    </message>
    <message>
      <source>Rules of “{album}” changed</source>
      <translation>Regeln von „{album}“ geändert</translation>
    </message>
    <message>
      <source>Made “{album}”</source>
      <translation>„{album}“ angelegt</translation>
    </message>
    <message>
      <source>New smart album {n}</source>
      <translation>Neues schlaues Album {n}</translation>
    </message>
    <message>
      <source>Rename smart album</source>
      <translation>Schlaues Album umbenennen</translation>
    </message>
    <message>
      <source>Name of the smart album:</source>
      <translation>Name des schlauen Albums:</translation>
    </message>
    <message>
      <source>Renamed to “{album}”</source>
      <translation>In „{album}“ umbenannt</translation>
    </message>
    <message>
      <source>Deleted “{album}”. Its photos stay in the library.</source>
      <translation>„{album}“ gelöscht. Die Fotos bleiben in der Bibliothek.</translation>
    </message>
    <message>
      <source>Moved “{album}”</source>
      <translation>„{album}“ verschoben</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Anzeigen</translation>
    </message>
    <message>
      <source>Rename…</source>
      <translation>Umbenennen…</translation>
    </message>
    <message>
      <source>Change rules…</source>
      <translation>Regeln ändern…</translation>
    </message>
    <message>
      <source>Move up</source>
      <translation>Nach oben</translation>
    </message>
    <message>
      <source>Move down</source>
      <translation>Nach unten</translation>
    </message>
    <message>
      <source>Delete smart album</source>
      <translation>Schlaues Album löschen</translation>
    </message>
    <message>
      <source>Not this: take out of “{album}”</source>
      <translation>Das nicht: aus „{album}“ nehmen</translation>
    </message>
    <message>
      <source>This: an example of “{album}”</source>
      <translation>Das hier: ein Beispiel für „{album}“</translation>
    </message>
  </context>
  <context>
    <name>SmartRulesDialog</name>
    <message>
      <source>New smart album</source>
      <translation>Neues schlaues Album</translation>
    </message>
    <message>
      <source>Rules of the smart album</source>
      <translation>Regeln des schlauen Albums</translation>
    </message>
    <message>
      <source>Name of the smart album</source>
      <translation>Name des schlauen Albums</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>all of these rules</source>
      <translation>alle diese Regeln</translation>
    </message>
    <message>
      <source>any of these rules</source>
      <translation>eine dieser Regeln</translation>
    </message>
    <message>
      <source>How many rules must hold</source>
      <translation>Wie viele Regeln gelten müssen</translation>
    </message>
    <message>
      <source>Add rule</source>
      <translation>Regel hinzufügen</translation>
    </message>
    <message>
      <source>Create</source>
      <translation>Anlegen</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Sichern</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Photos that meet</source>
      <translation>Fotos, für die gelten:</translation>
    </message>
    <message>
      <source>A rule needs a value.</source>
      <translation>Eine Regel braucht einen Wert.</translation>
    </message>
  </context>
  <context>
    <name>SourcePicture</name>
    <message>
      <source>Open the {photo}</source>
      <translation>{photo} öffnen</translation>
    </message>
  </context>
  <context>
    <name>Status</name>
    <message>
      <source>Looking for photos</source>
      <translation>Fotos werden gesucht</translation>
    </message>
    <message>
      <source>Reading photos</source>
      <translation>Fotos werden gelesen</translation>
    </message>
    <message>
      <source>Looking at what is in the photos</source>
      <translation>Was auf den Fotos ist, wird angesehen</translation>
    </message>
    <message>
      <source>Preparing Find similar</source>
      <translation>Ähnlichkeitssuche wird vorbereitet</translation>
    </message>
    <message>
      <source>Paused</source>
      <translation>Angehalten</translation>
    </message>
    <message>
      <source>{done} of {total}</source>
      <translation>{done} von {total}</translation>
    </message>
    <message>
      <source>{done} found</source>
      <translation>{done} gefunden</translation>
    </message>
    <message>
      <source>{time} left</source>
      <translation>noch {time}</translation>
    </message>
    <message numerus="yes">
      <source>{n} photos wait to be looked at</source>
      <translation>
        <numerusform>{n} Foto wartet darauf, angesehen zu werden</numerusform>
        <numerusform>{n} Fotos warten darauf, angesehen zu werden</numerusform>
      </translation>
    </message>
    <message>
      <source>Up to date</source>
      <translation>Auf dem neuesten Stand</translation>
    </message>
  </context>
  <context>
    <name>StatusLine</name>
    <message>
      <source>What runs</source>
      <translation>Was gerade läuft</translation>
    </message>
    <message>
      <source>Private session</source>
      <translation>Privater Modus</translation>
    </message>
    <message>
      <source>Nothing you look at is remembered. Click to end it.</source>
      <translation>Nichts, was du ansiehst, wird gemerkt. Zum Beenden klicken.</translation>
    </message>
    <message>
      <source>Private session: end it</source>
      <translation>Privaten Modus beenden</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Weiter</translation>
    </message>
    <message>
      <source>Pause background work</source>
      <translation>Hintergrundarbeit anhalten</translation>
    </message>
    <message numerus="yes">
      <source>{n} problems</source>
      <translation>
        <numerusform>{n} Problem</numerusform>
        <numerusform>{n} Probleme</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>StrengthBar</name>
    <message>
      <source>{n} % of what you look at</source>
      <translation>{n} % von dem, was du ansiehst</translation>
    </message>
  </context>
  <context>
    <name>SuggestedAlbums</name>
    <message>
      <source>Album “{name}” created</source>
      <translation>Album „{name}“ angelegt</translation>
    </message>
    <message>
      <source>This album is not suggested again</source>
      <translation>Dieses Album wird nicht mehr vorgeschlagen</translation>
    </message>
  </context>
  <context>
    <name>SuggestedTile</name>
    <message>
      <source>Suggested photo, {date}</source>
      <translation>Vorgeschlagenes Foto, {date}</translation>
    </message>
    <message>
      <source>Add to this album</source>
      <translation>Zu diesem Album hinzufügen</translation>
    </message>
    <message>
      <source>Add the photo of {date} to this album</source>
      <translation>Das Foto vom {date} zu diesem Album hinzufügen</translation>
    </message>
    <message>
      <source>Not in this album</source>
      <translation>Nicht in dieses Album</translation>
    </message>
    <message>
      <source>Do not suggest the photo of {date}</source>
      <translation>Das Foto vom {date} nicht vorschlagen</translation>
    </message>
  </context>
  <context>
    <name>Swatch</name>
    <message>
      <source>{hex}, {percent} % of the picture. Click to copy.</source>
      <translation>{hex}, {percent} % des Bildes. Zum Kopieren klicken.</translation>
    </message>
  </context>
  <context>
    <name>TagChip</name>
    <message>
      <source>Show photos with this tag</source>
      <translation>Fotos mit diesem Schlagwort zeigen</translation>
    </message>
    <message>
      <source>Remove from this photo</source>
      <translation>Von diesem Foto entfernen</translation>
    </message>
    <message>
      <source>Never suggest this tag</source>
      <translation>Dieses Schlagwort nie vorschlagen</translation>
    </message>
  </context>
  <context>
    <name>TagEditor</name>
    <message>
      <source>Add a tag</source>
      <translation>Schlagwort hinzufügen</translation>
    </message>
  </context>
  <context>
    <name>TeachStrip</name>
    <message>
      <source>Does this belong?</source>
      <translation>Gehört das dazu?</translation>
    </message>
    <message>
      <source>Your answer teaches it most here. Keys: Y yes, N no, S later</source>
      <translation>Diese Antwort hilft am meisten. Tasten: Y ja, N nein, S später</translation>
    </message>
    <message>
      <source>This</source>
      <translation>Das hier</translation>
    </message>
    <message>
      <source>Not this</source>
      <translation>Das nicht</translation>
    </message>
    <message>
      <source>Later</source>
      <translation>Später</translation>
    </message>
    <message>
      <source>Nothing to ask just now</source>
      <translation>Gerade gibt es nichts zu fragen</translation>
    </message>
  </context>
  <context>
    <name>Toast</name>
    <message>
      <source>Message</source>
      <translation>Meldung</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
  </context>
  <context>
    <name>TrashBar</name>
    <message>
      <source>Restore all</source>
      <translation>Alle wiederherstellen</translation>
    </message>
    <message>
      <source>These photos are in your system's trash, with all you said of them.</source>
      <translation>Diese Fotos liegen im Papierkorb deines Systems, mit allem, was du von ihnen gesagt hast.</translation>
    </message>
    <message numerus="yes">
      <source>{n} more are gone since the trash was emptied.</source>
      <translation>
        <numerusform>{n} weiteres ist fort, seit der Papierkorb geleert wurde.</numerusform>
        <numerusform>{n} weitere sind fort, seit der Papierkorb geleert wurde.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} lie on a drive that is not connected.</source>
      <translation>
        <numerusform>{n} liegt auf einem Laufwerk, das nicht verbunden ist.</numerusform>
        <numerusform>{n} liegen auf einem Laufwerk, das nicht verbunden ist.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Restore {n} photos</source>
      <translation>
        <numerusform>{n} Foto wiederherstellen</numerusform>
        <numerusform>{n} Fotos wiederherstellen</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>TrashDesk</name>
    <message numerus="yes">
      <source>Move the other {n} photos to the trash?</source>
      <translation>
        <numerusform>{n} anderes Foto in den Papierkorb legen?</numerusform>
        <numerusform>Die anderen {n} Fotos in den Papierkorb legen?</numerusform>
      </translation>
    </message>
    <message>
      <source>Move to trash</source>
      <translation>In den Papierkorb legen</translation>
    </message>
    <message numerus="yes">
      <source>Move {n} photos</source>
      <translation>
        <numerusform>{n} Foto weglegen</numerusform>
        <numerusform>{n} Fotos weglegen</numerusform>
      </translation>
    </message>
    <message>
      <source>Move nothing</source>
      <translation>Nichts weglegen</translation>
    </message>
    <message numerus="yes">
      <source>{n} photos are not there any more.</source>
      <translation>
        <numerusform>{n} Foto ist nicht mehr da.</numerusform>
        <numerusform>{n} Fotos sind nicht mehr da.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos lie in folders that are not connected.</source>
      <translation>
        <numerusform>{n} Foto liegt in einem Ordner, der nicht verbunden ist.</numerusform>
        <numerusform>{n} Fotos liegen in Ordnern, die nicht verbunden sind.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos are in the trash already.</source>
      <translation>
        <numerusform>{n} Foto ist schon im Papierkorb.</numerusform>
        <numerusform>{n} Fotos sind schon im Papierkorb.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos lie on a network share, which has no trash.</source>
      <translation>
        <numerusform>{n} Foto liegt auf einer Netzwerkfreigabe, die keinen Papierkorb hat.</numerusform>
        <numerusform>{n} Fotos liegen auf einer Netzwerkfreigabe, die keinen Papierkorb hat.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos lie in folders that may not be changed.</source>
      <translation>
        <numerusform>{n} Foto liegt in einem Ordner, der nicht geändert werden darf.</numerusform>
        <numerusform>{n} Fotos liegen in Ordnern, die nicht geändert werden dürfen.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos lie on a drive without a trash.</source>
      <translation>
        <numerusform>{n} Foto liegt auf einem Laufwerk ohne Papierkorb.</numerusform>
        <numerusform>{n} Fotos liegen auf einem Laufwerk ohne Papierkorb.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>{n} photos cannot be moved: this installation of Reverie cannot reach your trash.</source>
      <translation>
        <numerusform>{n} Foto kann nicht weggelegt werden: Diese Installation von Reverie erreicht deinen Papierkorb nicht.</numerusform>
        <numerusform>{n} Fotos können nicht weggelegt werden: Diese Installation von Reverie erreicht deinen Papierkorb nicht.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>UncaughtErrors</name>
    <message>
      <source>Something went wrong inside Reverie.</source>
      <translation>In Reverie ist etwas schiefgegangen.</translation>
    </message>
    <message>
      <source>Your photos and everything saved are safe. Details are in {file}.</source>
      <translation>Deine Fotos und alles Gespeicherte sind sicher. Einzelheiten stehen in {file}.</translation>
    </message>
  </context>
  <context>
    <name>UpdateRow</name>
    <message>
      <source>Check for updates</source>
      <translation>Nach Updates suchen</translation>
    </message>
    <message>
      <source>Only when you press this, {host} is asked for the newest version. Nothing else is sent.</source>
      <translation>Nur wenn du hier klickst, wird {host} nach der neuesten Version gefragt. Sonst wird nichts gesendet.</translation>
    </message>
    <message>
      <source>Open the download page</source>
      <translation>Download-Seite öffnen</translation>
    </message>
    <message>
      <source>Asking {host}…</source>
      <translation>{host} wird gefragt …</translation>
    </message>
    <message>
      <source>You have the newest version.</source>
      <translation>Du hast die neueste Version.</translation>
    </message>
    <message>
      <source>Version {number} is out.</source>
      <translation>Version {number} ist da.</translation>
    </message>
    <message>
      <source>{host} could not be reached. Is this computer connected to the internet?</source>
      <translation>{host} ist nicht erreichbar. Ist dieser Computer mit dem Internet verbunden?</translation>
    </message>
    <message>
      <source>{host} did not answer in time. Try again later.</source>
      <translation>{host} hat nicht rechtzeitig geantwortet. Versuche es später noch einmal.</translation>
    </message>
    <message>
      <source>No safe connection to {host} could be made, so nothing was asked.</source>
      <translation>Es kam keine sichere Verbindung zu {host} zustande, deshalb wurde nichts gefragt.</translation>
    </message>
    <message>
      <source>{host} pointed to another address, which was not followed.</source>
      <translation>{host} hat auf eine andere Adresse verwiesen, der nicht gefolgt wurde.</translation>
    </message>
    <message>
      <source>{host} does not tell of a newest version at present.</source>
      <translation>{host} nennt zurzeit keine neueste Version.</translation>
    </message>
    <message>
      <source>The answer of {host} could not be understood.</source>
      <translation>Die Antwort von {host} war nicht zu verstehen.</translation>
    </message>
  </context>
  <context>
    <name>VersionsDesk</name>
    <message numerus="yes">
      <source>{n} piles taken apart</source>
      <translation>
        <numerusform>{n} Stapel auseinandergenommen</numerusform>
        <numerusform>{n} Stapel auseinandergenommen</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ViewLoader</name>
    <message>
      <source>This photo cannot be shown just now.</source>
      <translation>Dieses Foto lässt sich gerade nicht zeigen.</translation>
    </message>
  </context>
  <context>
    <name>Viewer</name>
    <message>
      <source>Photo viewer</source>
      <translation>Einzelansicht</translation>
    </message>
    <message>
      <source>Previous photo</source>
      <translation>Vorheriges Foto</translation>
    </message>
    <message>
      <source>Next photo</source>
      <translation>Nächstes Foto</translation>
    </message>
    <message>
      <source>Remove from favourites (F)</source>
      <translation>Aus Favoriten entfernen (F)</translation>
    </message>
    <message>
      <source>Favourite (F)</source>
      <translation>Favorit (F)</translation>
    </message>
    <message>
      <source>This photo is covered: it was flagged as sensitive.</source>
      <translation>Dieses Foto ist verdeckt: Es wurde als heikel markiert.</translation>
    </message>
  </context>
  <context>
    <name>ViewerBar</name>
    <message>
      <source>Back to the photos (Esc)</source>
      <translation>Zurück zu den Fotos (Esc)</translation>
    </message>
    <message>
      <source>Zoom</source>
      <translation>Zoom</translation>
    </message>
    <message>
      <source>Favourite</source>
      <translation>Favorit</translation>
    </message>
    <message>
      <source>Find similar (S)</source>
      <translation>Ähnliche suchen (S)</translation>
    </message>
    <message>
      <source>Denoise (D)</source>
      <translation>Entrauschen (D)</translation>
    </message>
    <message>
      <source>Inspector (I)</source>
      <translation>Infoleiste (I)</translation>
    </message>
    <message>
      <source>Full screen (F11)</source>
      <translation>Vollbild (F11)</translation>
    </message>
  </context>
  <context>
    <name>ViewerSuggestions</name>
    <message>
      <source>Suggestions</source>
      <translation>Vorschläge</translation>
    </message>
    <message>
      <source>Similar to this</source>
      <translation>Ähnlich wie dieses</translation>
    </message>
    <message>
      <source>Others you may like</source>
      <translation>Andere, die dir gefallen könnten</translation>
    </message>
    <message>
      <source>Nothing in your library looks like this.</source>
      <translation>In deiner Mediathek sieht nichts so aus.</translation>
    </message>
    <message>
      <source>Nothing yet: this grows with what you look at.</source>
      <translation>Noch nichts: Das wächst mit dem, was du ansiehst.</translation>
    </message>
  </context>
  <context>
    <name>WhyPanel</name>
    <message>
      <source>Photos you looked at</source>
      <translation>Fotos, die du angesehen hast</translation>
    </message>
    <message>
      <source>Forget these looks</source>
      <translation>Dieses Ansehen vergessen</translation>
    </message>
    <message>
      <source>Your interests</source>
      <translation>Deine Interessen</translation>
    </message>
  </context>
</TS>

; Reverie's setup for Windows: for one user, without administrator rights. Compiled by build.py, which generates
; files.nsh (what is copied, and exactly that removed again) and types.nsh (the kinds of picture Reverie reads).
; Defined on the command line: VERSION, VERSION_QUAD, OUT, ICON, LICENCE, SIZE_KB; SIGN when there is a certificate,
; TARGET for another stub than the usual one of 32 bit.

!ifdef TARGET
  Target ${TARGET}
!endif
Unicode true
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
AllowSkipFiles off

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!include "files.nsh"
!include "types.nsh"

!define PROGRAM "reverie.exe"
!define TERMINAL_PROGRAM "reverie-terminal.exe"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Reverie"
!define APP_PATH_KEY "Software\Microsoft\Windows\CurrentVersion\App Paths\${PROGRAM}"
!define CLASSES "Software\Classes"
!define PHOTO_CLASS "Reverie.Photo"

Name "Reverie"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Reverie"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
BrandingText "Reverie ${VERSION}"

VIProductVersion "${VERSION_QUAD}"
VIAddVersionKey "ProductName" "Reverie"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Reverie Setup"
VIAddVersionKey "CompanyName" "The Reverie developers"
VIAddVersionKey "LegalCopyright" "Copyright the Reverie developers, Apache-2.0"

!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_NOAUTOCLOSE
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(KeepsData)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString FindSimilar ${LANG_ENGLISH} "Find similar with Reverie"
LangString FindSimilar ${LANG_GERMAN} "Mit Reverie Fotos wie dieses suchen"
LangString PhotoKind ${LANG_ENGLISH} "Photo"
LangString PhotoKind ${LANG_GERMAN} "Foto"
LangString TheProgram ${LANG_ENGLISH} "Reverie (required)"
LangString TheProgram ${LANG_GERMAN} "Reverie (erforderlich)"
LangString InExplorer ${LANG_ENGLISH} "In Explorer: Open with, Find similar"
LangString InExplorer ${LANG_GERMAN} "Im Explorer: Öffnen mit, Fotos wie dieses suchen"
LangString OnDesktop ${LANG_ENGLISH} "Shortcut on the desktop"
LangString OnDesktop ${LANG_GERMAN} "Verknüpfung auf dem Desktop"
LangString IsRunning ${LANG_ENGLISH} "Reverie is running. Close it, then try again."
LangString IsRunning ${LANG_GERMAN} "Reverie läuft gerade. Schließe es und versuche es dann noch einmal."
LangString OldRemains ${LANG_ENGLISH} "The version that is installed could not be removed. Close Reverie, then start the setup again."
LangString OldRemains ${LANG_GERMAN} "Die installierte Version konnte nicht entfernt werden. Schließe Reverie und starte das Setup noch einmal."
LangString NotWritten ${LANG_ENGLISH} "Not every file could be written. Reverie was not installed; check the free space and the folder."
LangString NotWritten ${LANG_GERMAN} "Nicht jede Datei konnte geschrieben werden. Reverie wurde nicht installiert; prüfe Speicherplatz und Ordner."
LangString TooOld ${LANG_ENGLISH} "Reverie needs Windows 10 (version 1809) or newer, 64-bit."
LangString TooOld ${LANG_GERMAN} "Reverie braucht Windows 10 (Version 1809) oder neuer mit 64 Bit."
LangString KeepsData ${LANG_ENGLISH} "Reverie is removed from this computer. Your photos stay where they are, and your library (ratings, tags, albums) stays in %LOCALAPPDATA%\Reverie."
LangString KeepsData ${LANG_GERMAN} "Reverie wird von diesem Computer entfernt. Deine Fotos bleiben, wo sie sind, und deine Bibliothek (Bewertungen, Stichwörter, Alben) bleibt in %LOCALAPPDATA%\Reverie."

; A program that runs cannot be opened for writing.
!macro REFUSE_WHILE_RUNNING FILE
  ${If} ${FileExists} "${FILE}"
    ${Do}
      ClearErrors
      FileOpen $0 "${FILE}" a
      ${IfNot} ${Errors}
        FileClose $0
        ${ExitDo}
      ${EndIf}
      ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IsRunning)" /SD IDCANCEL IDCANCEL`
        SetErrorLevel 5
        Quit
      ${EndIf}
    ${Loop}
  ${EndIf}
!macroend

!macro REFUSE_WHILE_USED FOLDER
  !insertmacro REFUSE_WHILE_RUNNING "${FOLDER}\${PROGRAM}"
  !insertmacro REFUSE_WHILE_RUNNING "${FOLDER}\${TERMINAL_PROGRAM}"
!macroend

!macro REGISTER_TYPE SUFFIX
  WriteRegStr HKCU "${CLASSES}\Applications\${PROGRAM}\SupportedTypes" "${SUFFIX}" ""
  WriteRegStr HKCU "${CLASSES}\${SUFFIX}\OpenWithProgids" "${PHOTO_CLASS}" ""
  WriteRegStr HKCU "${CLASSES}\SystemFileAssociations\${SUFFIX}\shell\Reverie.FindSimilar" "" "$(FindSimilar)"
  WriteRegStr HKCU "${CLASSES}\SystemFileAssociations\${SUFFIX}\shell\Reverie.FindSimilar" "Icon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${CLASSES}\SystemFileAssociations\${SUFFIX}\shell\Reverie.FindSimilar" "MultiSelectModel" "Single"
  WriteRegStr HKCU "${CLASSES}\SystemFileAssociations\${SUFFIX}\shell\Reverie.FindSimilar\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
!macroend

; What others may have entered beside it stays: keys that were made for all programs go only when they are empty.
!macro UNREGISTER_TYPE SUFFIX
  DeleteRegKey HKCU "${CLASSES}\SystemFileAssociations\${SUFFIX}\shell\Reverie.FindSimilar"
  DeleteRegKey /ifempty HKCU "${CLASSES}\SystemFileAssociations\${SUFFIX}\shell"
  DeleteRegKey /ifempty HKCU "${CLASSES}\SystemFileAssociations\${SUFFIX}"
  DeleteRegValue HKCU "${CLASSES}\${SUFFIX}\OpenWithProgids" "${PHOTO_CLASS}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${SUFFIX}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${SUFFIX}"
!macroend

!macro TELL_EXPLORER
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; SHCNE_ASSOCCHANGED
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "$(TooOld)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd

Section "$(TheProgram)" SectionProgram
  SectionIn RO
  ReadRegStr $R0 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $R0 != ""
  ${AndIf} ${FileExists} "$R0\uninstall.exe"
    !insertmacro REFUSE_WHILE_USED "$R0"
    InitPluginsDir
    CopyFiles /SILENT "$R0\uninstall.exe" "$PLUGINSDIR\before.exe"
    ExecWait '"$PLUGINSDIR\before.exe" /S _?=$R0' $R1
    ${If} $R1 <> 0
      MessageBox MB_OK|MB_ICONSTOP "$(OldRemains)" /SD IDOK
      SetErrorLevel 5
      Quit
    ${EndIf}
  ${EndIf}
  !insertmacro REFUSE_WHILE_USED "$INSTDIR"

  ; First the uninstaller and its entry: what is half installed can be removed.
  SetOutPath "$INSTDIR"
  ClearErrors
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "Reverie"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "The Reverie developers"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  !insertmacro INSTALL_FILES
  SetOutPath "$INSTDIR"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "$(NotWritten)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  WriteRegStr HKCU "${APP_PATH_KEY}" "" "$INSTDIR\${PROGRAM}"
  CreateShortcut "$SMPROGRAMS\Reverie.lnk" "$INSTDIR\${PROGRAM}"
SectionEnd

Section "$(InExplorer)" SectionExplorer
  WriteRegStr HKCU "${CLASSES}\Applications\${PROGRAM}" "FriendlyAppName" "Reverie"
  WriteRegStr HKCU "${CLASSES}\Applications\${PROGRAM}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "${CLASSES}\${PHOTO_CLASS}" "" "$(PhotoKind)"
  WriteRegStr HKCU "${CLASSES}\${PHOTO_CLASS}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${CLASSES}\${PHOTO_CLASS}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  !insertmacro REGISTER_TYPES
  !insertmacro TELL_EXPLORER
SectionEnd

Section /o "$(OnDesktop)" SectionDesktop
  CreateShortcut "$DESKTOP\Reverie.lnk" "$INSTDIR\${PROGRAM}"
SectionEnd

; Removes what was installed, file by file. The folder goes only when nothing else lies in it.
Section "Uninstall"
  !insertmacro REFUSE_WHILE_USED "$INSTDIR"
  SetOutPath "$TEMP"
  !insertmacro UNREGISTER_TYPES
  DeleteRegKey HKCU "${CLASSES}\${PHOTO_CLASS}"
  DeleteRegKey HKCU "${CLASSES}\Applications\${PROGRAM}"
  DeleteRegKey HKCU "${APP_PATH_KEY}"
  !insertmacro TELL_EXPLORER
  Delete "$SMPROGRAMS\Reverie.lnk"
  Delete "$DESKTOP\Reverie.lnk"
  ClearErrors
  !insertmacro REMOVE_FILES
  Delete "$INSTDIR\uninstall.exe"
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    SetErrorLevel 5
    Quit
  ${EndIf}
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
SectionEnd

"""The words the tagger may say, chosen by hand: which WordNet meanings are words people use, and what to call them.

A group is `word: meanings`. A meaning is a WordNet 3.0 wnid, which stands for every ImageNet class below it, or
`#n`, the n-th class itself, where WordNet sees no common kind (to WordNet a lighthouse is a
structure).
American English, singular, lower case but for names. Left out on purpose: meanings nobody would look for (whole,
artifact, covering, placental, instrumentality ...).
"""

from __future__ import annotations

# Said only when nothing below them is sure: too wide to help beside a better word.
BROAD = """
animal: n00015388
bird of prey: n01604330
wading bird: n02000954
reptile: n01661091
insect: n02159955
vehicle: n04524313
clothing: n03051540 n03380867
furniture: n03405725
food: n07555863 n00021265 n07705711 n13134947 -n12992868
container: n03094503
building: n02913152 n03546340 n03953416 #483 #425 #580 #437 #536
musical instrument: n03800933
electronics: n03278248 n03082979 n03257877
tool: n04451818 n03563967
sports equipment: n04285146 n03414162
plant: n00017222 n11669921 n13086908
kitchenware: n03621049 n04381994 n03133538
landscape: n09287968 #980 #975
"""

# Said whenever sure: the words people search for.
EVERYDAY = """
dog: n02084071
hound: n02087551
terrier: n02092468
retriever: n02099029
spaniel: n02101108
sheepdog: n02104523
setter: n02100399
poodle: n02113335
corgi: n02112826
schnauzer: n02096756
sled dog: n02109811
cat: n02121808
big cat: n02127808
wolf: n02114100
fox: n02118333
bear: n02131653 #387 #388
rabbit: n02323902
rodent: n02329401
squirrel: #335
horse: #339 #603
zebra: #340
pig: n02395003
sheep: #348 #349
cow: #345 #346 #347 #690
antelope: n02419796
monkey: n02484322
ape: n02470325
elephant: n02503517 #101
marine mammal: n02062017
whale: n02062744
marsupial: n01874434
bird: n01503061
songbird: n01524359
parrot: n01816887
duck: n01846331
waterfowl: n01845132
grouse: n01795088
heron: n02008041
stork: n02002075
seabird: n02021795
shorebird: n02022684
chicken: #7 #8
owl: #24
turtle: n01662784
lizard: n01674464
snake: n01726692
crocodile: n01696633
frog: n01639765
salamander: n01629276
fish: n02512053
shark: n01482330
spider: n01772222
beetle: n02164464
butterfly: n02274024
dragonfly: n02268148
bee: #309
crab: n01976957
lobster: n01982650 #124
jellyfish: #107
coral: #108 #109 #973
mushroom: n12992868 #947
flower: n11669921 #738 #883
vegetable: n07707451
fruit: n07705931 #948
citrus fruit: n07747055
squash: n07715561
bread: n07679356
sandwich: n07695965 #934
dessert: n07609840
ice cream: n07611358
drink: n07881800 #504 #968
coffee: #967 #504 #505 #550
wine: #966 #907
cup: #504 #968
glass: n03438257
bottle: n02876657
pot: n03990474 #521 #544 #469
pan: n03880531 #909
meal: n07557434 #923
car: n02958343 #581 #475 #479
truck: n04490091
bus: n02924116 #779 #874
van: n04520170
train: #466 #547 #820 #705 #565
bicycle: n02834778
motorcycle: #665 #670
tractor: #866 #595 #856
cart: n02970849 n03484083 n04543158
boat: n02858304 n04128499 #914 #484 #871 #472 #814 #576 #625
ship: n04194289 #628 #724 #913
sailboat: n04128837 n04128499
airplane: #404 #895 #908 #812
aircraft: n02686568 #908
tank: #847
sled: n04235291
traffic light: #920
sign: #919
computer: n03082979 #508 #673 #664 #782
laptop: n03985232
keyboard: #508 #878 #810
screen: #664 #782 #851 #916
phone: n04401088 #487
camera: n02942699 #622
clock: n03046257
watch: #531
television: #851 #598 #548
book: #454 #624 #453 #917 #921
chair: n03001627 #857
sofa: #831
bed: n02766320 #564 #431
table: n04379243 #526
cabinet: n02933112 #493 #495 #894 #648
lamp: n03636248 #619 #818
refrigerator: #760
oven: n03862676 #827 #651
appliance: n03528263
bathroom: #435 #861 #896 #794 #999 #876
curtain: n03151077
rug: n03366823
basket: n02801938
box: n02883344
bag: n02773037 #414 #748 #636
hat: n03497657 n02954340 #439 #452
helmet: n03513137
shoe: n03381126
sock: n03540267
dress: n02756098 #578 #601
skirt: n04230808
coat: n03057021
sweater: n04370048 #841
suit: #834 #906 #451
tie: n03815615
swimsuit: n04371563
scarf: n04143897
sunglasses: #836 #837
jewelry: #679
mask: n03725035 #796
gun: n03467984
weapon: n04565375
armor: n02739668 n02862048
ball: n02778669
basketball: #430
soccer: #805
baseball: #429 #981
football: #560
tennis: #752 #852
golf: n03446832
guitar: n03467517
violin: #889 #486
piano: n03928116
drum: #541 #822
keyboard instrument: n03614532
stringed instrument: n04338517
brass instrument: n02891788
wind instrument: n04586932
percussion instrument: n03915437
toy: n03964744 #865
puzzle: n04028315
pen: n03906997
knife: n03623556 #499
church: #497 #663
mosque: #668
temple: #832
house: n03544360 n03259505 #660
castle: #483
palace: #698
tower: #437 #900 #442
lighthouse: #437
bridge: n02898711
fence: n03327234
roof: n04105068
monument: n03743902 #863 #873
fountain: #562
shop: n04202417
restaurant: #962
stage: #819
mountain: n09359803
beach: #978 #977
coast: n09433442 #972 #976 #460 #978
lake: #975
valley: #979
volcano: #980
cliff: #972
"""

# Names for classes whose published name is wrong, odd, or not what people say; '' is never said by itself.
RENAMED_TEXT = """
41 whiptail lizard; 67 diamondback rattlesnake;
7 rooster; 21 kite bird; 24 great gray owl; 51 dinosaur; 60 night snake; 75 black widow; 87 African grey
parrot; 97 drake; 101 elephant; 112 conch; 117 nautilus; 118 crab; 119 crab; 121 king crab; 122 lobster; 123
spiny lobster; 133 bittern; 134 crane; 147 gray whale; 153 Maltese; 215 Brittany; 224 Groenendael; 233 Bouvier
des Flandres; 256 Newfoundland; 257 Great Pyrenees; 262 Brussels griffon; 263 Welsh corgi; 264 Welsh corgi;
268 Mexican hairless; 269 gray wolf; 271 red wolf; 280 gray fox; 282 tiger cat; 294 brown bear; 295 black
bear; 301 ladybug; 308 fly; 312 cricket; 323 monarch butterfly; 324 white butterfly; 339 horse; 348 ram; 352
impala; 354 camel; 367 chimpanzee; 385 Asian elephant; 386 African elephant; 388 panda; 389 snoek; 392 rock
beauty; 395 gar; 402 acoustic guitar; 404 airliner; 409 clock; 412 trash can; 413 assault rifle; 418 pen; 421
railing; 427 barrel; 433 swim cap; 436 station wagon; 439 military hat; 443 bib; 444 tandem bicycle; 458
plaque; 468 taxi; 472 kayak; 478 carton; 482 cassette player; 488 chain; 489 chain-link fence; 494 chime; 506
coil; 519 crate; 526 desk; 528 rotary phone; 538 dome; 546 electric guitar; 548 entertainment center; 549
envelope; 570 gas mask; 581 car grille; 590 handheld computer; 591 handkerchief; 600 hook; 602 horizontal bar;
603 horse cart; 607 jack-o'-lantern; 612 rickshaw; 616 knot; 620 laptop; 632 speaker; 633 magnifying glass;
638 leotard; 639 swimsuit; 649 megalith; 661 vintage car; 664 monitor; 673 computer mouse; 676 muzzle; 677
nail; 680 pacifier; 681 laptop; 692 packet; 700 paper towel; 706 patio; 713 photocopier; 730 plow; 733 pole;
738 flowerpot; 744 missile; 748 purse; 753 radiator; 758 fishing reel; 762 restaurant; 769 ruler; 778 scale;
779 school bus; 780 schooner; 782 monitor; 789 folding screen; 796 ski mask; 803 snowplow; 805 soccer ball;
807 solar panel; 810 keyboard; 819 stage; 821 bridge; 824 stole; 832 stupa; 836 sunglasses; 837 sunglasses;
842 swim trunks; 844 light switch; 849 teapot; 854 theater curtain; 862 torch; 867 semi truck; 878 typewriter;
884 vaulted ceiling; 885 velvet; 890 volleyball; 895 military plane; 908 airplane wing; 915 yurt; 916 website;
919 street sign; 922 menu; 948 apple; 949 strawberry; 950 orange; 954 banana; 956 custard apple; 971 bubble;
972 cliff; 973 coral reef; 976 headland; 977 sandbar; 981 baseball player; 986 lady's slipper; 990 chestnut;
994 stinkhorn; 995 earthstar; 996 maitake; 998 ear of corn; 999 toilet paper
"""
RENAMED = {int(k): v for k, v in (part.split(maxsplit=1) for part in RENAMED_TEXT.replace("\n", " ").split(";"))}

# Classes too odd, too rare or too often wrong to be said by their own name; they still count in their groups.
UNSAID = """
52 57 58 59 60 110 111 116 124 397 410 411 416 419 421 446 455 457 458 463 464 474 478 488 489 490 492 494 506
512 519 521 533 535 539 542 549 551 552 556 571 581 584 585 588 591 596 597 599 600 601 602 615 616 618 619
622 623 626 631 633 635 644 645 647 648 652 653 655 657 664 667 676 677 678 686 692 696 700 702 703 707 708
711 712 714 715 716 720 728 729 731 733 739 741 743 744 746 753 755 756 758 759 766 767 769 772 777 778 782
783 785 789 790 792 794 797 798 799 801 804 806 809 810 811 813 816 818 824 825 828 830 838 840 841 844 845
848 855 856 857 860 862 868 869 877 880 884 885 886 887 893 898 899 901 902 904 905 906 908 910 911 912 921
922 923 925 926 946 961 969 984 986 988 989 990 998 999
"""

# Named probabilities for flags: classes that show the thing itself, not a likeness or a part of it.
CONCEPTS = {
    "weapon": "#413 #763 #764",  # assault rifle, revolver, rifle; no cannon (a monument), bow, cleaver
    "screen": "#916 #664 #782 #527 #620 #681 #851 #487",
    "document": "#916 #917 #918 #921 #922 #549 #446",
}
